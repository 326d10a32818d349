package org.relais.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.jetty.http.HttpStatus;
import org.jspecify.annotations.Nullable;
import org.relais.messages.Bodies;

/**
 * What went wrong with a request, as RFC 9457 has it.
 *
 * @param status the HTTP status
 * @param detail what is wrong, for people; quotes no value
 * @param field the field, parameter or header at fault; null if it is none in particular
 * @param session the session, if one was opened
 */
record Problem(
        int status,
        String detail,
        @Nullable String field,
        @Nullable String session) {

    private static final Bodies<Body> BODIES = Bodies.of(Body.class);

    static Problem of(int status, String detail) {
        return new Problem(status, detail, null, null);
    }

    static Problem ofField(String field, String detail) {
        return new Problem(400, detail, field, null);
    }

    Problem in(String openedSession) {
        return new Problem(status, detail, field, openedSession);
    }

    Response response() {
        Response response = new Response(status, "application/problem+json", BODIES.write(body()));
        return status == 503 ? response.with("Retry-After", "1") : response;
    }

    ProblemException exception() {
        return new ProblemException(this);
    }

    private Body body() {
        return new Body("about:blank", HttpStatus.getMessage(status), status, detail, field, session);
    }

    /**
     * The document.
     *
     * @param type {@code about:blank}: the status says all that a type could
     * @param title the status in words
     * @param status the HTTP status
     * @param detail what is wrong
     * @param field the field at fault
     * @param session the session
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    private record Body(
            String type,
            String title,
            int status,
            String detail,
            @Nullable String field,
            @Nullable String session) {}
}
