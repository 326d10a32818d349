package org.relais.rest;

import io.javalin.http.Context;
import java.util.LinkedHashMap;
import java.util.Map;
import org.relais.messages.Bodies;

/**
 * What a request is answered with.
 *
 * @param status the HTTP status
 * @param contentType of the body; empty if there is none
 * @param body the body's bytes
 * @param headers more headers
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record Response(int status, String contentType, byte[] body, Map<String, String> headers) {

    Response(int status, String contentType, byte[] body) {
        this(status, contentType, body, Map.of());
    }

    static <T extends Record> Response json(int status, Class<T> type, T body) {
        return new Response(status, "application/json", Bodies.of(type).write(body));
    }

    static Response empty(int status) {
        return new Response(status, "", new byte[0]);
    }

    Response with(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Response(status, contentType, body, more);
    }

    /** Writes it. */
    void write(Context context) {
        context.status(status);
        headers.forEach(context::header);
        context.header("Cache-Control", "no-store");
        context.header("X-Content-Type-Options", "nosniff");
        if (!contentType.isEmpty()) {
            context.contentType(contentType);
            context.result(body);
        } else {
            context.res().setContentType(null); // else that of a text
        }
    }
}
