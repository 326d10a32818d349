package org.relais.runtime;

import org.slf4j.Logger;
import org.slf4j.MDC;

/** Log lines about one message: each names its session and the message. */
final class MessageLog {

    private final Logger log;

    MessageLog(Logger log) {
        this.log = log;
    }

    /** A handler failed in a way that it did not foresee. */
    void bug(Message message, RuntimeException failure) {
        about(message, () -> log.error("the handler failed on {}", message.origin(), failure));
    }

    /** A message, or a call that it caused, can't be processed as it is. */
    void refused(Message message, Outcome.Failed failed) {
        about(message, () -> log.warn("{}: {} ({})", failed.origin(), failed.error(), failed.errorClass()));
    }

    private static void about(Message message, Runnable line) {
        MDC.put("session", message.envelope().session());
        MDC.put("message", message.envelope().id());
        line.run();
        MDC.clear();
    }
}
