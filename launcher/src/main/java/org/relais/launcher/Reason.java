package org.relais.launcher;

import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;

/** Why a command failed, in one line that says what to do. */
final class Reason {
    private static final String WAY_OUT = ", or give another user with --command-config: see docs/cluster.md";

    private Reason() {}

    /** A cluster's refusal may be the cause of what a client makes of it. */
    static String of(Throwable error) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (cause instanceof AuthorizationException refusal)
                return "this user has no right to use " + resource(refusal) + " (" + oneLine(refusal) + "): grant it"
                        + WAY_OUT;
            if (cause instanceof AuthenticationException refusal)
                return "the Kafka cluster does not accept these credentials (" + oneLine(refusal)
                        + "): give right ones with --command-config: see docs/cluster.md";
        }
        return error instanceof TimeoutException
                ? "the Kafka cluster does not answer: is it running, and is --bootstrap-server right? ("
                        + oneLine(error) + ")"
                : oneLine(error);
    }

    private static String resource(AuthorizationException refusal) {
        if (refusal instanceof TopicAuthorizationException topics) return topics(topics.unauthorizedTopics());
        if (refusal instanceof GroupAuthorizationException group)
            return group.groupId() == null ? "a group" : "the group " + group.groupId();
        return refusal instanceof TransactionalIdAuthorizationException
                ? "transactional ids that begin with the production's name"
                : "the cluster in this way";
    }

    private static String topics(Set<String> names) {
        if (names.isEmpty()) return "a topic, or to make it";
        return (names.size() == 1 ? "the topic " : "the topics ") + String.join(", ", new TreeSet<>(names));
    }

    static String oneLine(Throwable error) {
        String message = error.getMessage();
        return message == null || message.isBlank()
                ? error.toString()
                : message.strip().replaceAll("\\s*\\n\\s*", " ");
    }
}
