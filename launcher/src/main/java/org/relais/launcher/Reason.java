package org.relais.launcher;

import java.nio.file.NoSuchFileException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
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

    /** A cluster's refusal, or why it can't be reached, may be the cause of what a client makes of it. */
    static String of(Throwable error) {
        return cause(error, AuthorizationException.class)
                .map(refusal -> "this user has no right to use " + resource(refusal) + " (" + oneLine(refusal)
                        + "): grant it" + WAY_OUT)
                .or(() -> cause(error, AuthenticationException.class)
                        .map(refusal -> "the Kafka cluster does not accept these credentials (" + oneLine(refusal)
                                + "): give right ones with --command-config: see docs/cluster.md"))
                .orElseGet(() -> isOfClient(error) ? ofClient(error) : oneLine(error));
    }

    private static String ofClient(Throwable error) {
        return cause(error, TimeoutException.class)
                .map(late -> "the Kafka cluster does not answer: is it running, and is --bootstrap-server right? ("
                        + oneLine(late) + ")")
                .or(() -> cause(error, ConfigException.class)
                        .map(wrong -> "Kafka's clients can't work with these settings (" + oneLine(wrong)
                                + "): see --bootstrap-server and --command-config"))
                .orElseGet(() -> withCauses(error));
    }

    /** Whether what a Kafka client was given is wrong, and stays so however often it is tried. */
    static boolean isWrongConfig(Throwable error) {
        return isOfClient(error) && cause(error, ConfigException.class).isPresent();
    }

    /** Of our own exceptions the message says everything, and their causes belong into logs. */
    private static boolean isOfClient(Throwable error) {
        return error instanceof KafkaException || error instanceof ExecutionException;
    }

    private static <T extends Throwable> Optional<T> cause(Throwable error, Class<T> type) {
        for (Throwable cause = error; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) return Optional.of(type.cast(cause));
        }
        return Optional.empty();
    }

    /** What a client says first is only that it has failed. */
    private static String withCauses(Throwable error) {
        Throwable failure = error instanceof ExecutionException && error.getCause() != null ? error.getCause() : error;
        String told = oneLine(failure);
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            String more = cause instanceof NoSuchFileException ? "there is no " + oneLine(cause) : oneLine(cause);
            if (!told.contains(more)) told += ": " + more;
        }
        return told;
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
