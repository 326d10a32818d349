package org.relais.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import org.relais.messages.Formation;

/** The bodies of successful answers that are no message's. */
final class Answers {

    private Answers() {}

    /**
     * The build.
     *
     * @param version its version
     */
    record Version(String version) {}

    /**
     * The probes' answer.
     *
     * @param status {@code up}
     */
    record Health(String status) {}

    /**
     * A formation that went through the router.
     *
     * @param session its session
     * @param stored whether it is in the outside database
     * @param formation what was sent
     */
    record Routed(String session, boolean stored, Formation formation) {}

    /**
     * Formations that were updated.
     *
     * @param session the session
     * @param updated how many had the id
     * @param formation what they are now
     */
    record Updated(String session, long updated, Formation formation) {}

    /**
     * A request that goes on.
     *
     * @param session its session
     * @param status {@code accepted}
     */
    record Accepted(String session, String status) {}

    /**
     * The Kafka demo's answer, as the source system gives it, with the session.
     *
     * @param message what happened
     * @param session the session, if one was opened
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Message(String message, @Nullable String session) {}
}
