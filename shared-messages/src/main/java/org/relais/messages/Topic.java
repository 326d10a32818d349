package org.relais.messages;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A typed topic: the name under which a component is reached, what it takes and what it answers.
 *
 * <p>A sealed interface as request or reply stands for several body types, told apart by {@code ce_type}. Immutable.
 *
 * @param name the component's name; the topic's full name has the production's name before it
 * @param request the body it takes
 * @param reply the body it answers with
 * @param <Q> the request's type
 * @param <R> the reply's type
 */
public record Topic<Q, R>(String name, Class<Q> request, Class<R> reply) {

    private static final String REPLIES = ".replies";
    private static final String DEAD_LETTERS = ".dead-letters";
    private static final String SEEN = ".seen";

    /** Checks that nothing is missing. */
    public Topic {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(request, "request");
        Objects.requireNonNull(reply, "reply");
    }

    /**
     * {@return this topic's full name in a production}
     *
     * @param production the production's name
     */
    public String in(String production) {
        return production + '.' + name;
    }

    /**
     * {@return the full name of the topic that takes the replies to this component's calls}
     *
     * @param production its name
     */
    public String repliesIn(String production) {
        return in(production) + REPLIES;
    }

    /**
     * {@return the full name of the topic for what this component can't process}
     *
     * @param production its name
     */
    public String deadLettersIn(String production) {
        return in(production) + DEAD_LETTERS;
    }

    /**
     * {@return the full name of the compacted topic in which this part keeps the requests it has seen, with their answers}
     *
     * @param production its name
     */
    public String seenIn(String production) {
        return seenOf(in(production));
    }

    /**
     * {@return the full name of the compacted topic in which a part keeps the requests it has seen, if it does}
     *
     * @param topic the full name of the topic on which they come
     */
    public static String seenOf(String topic) {
        return topic + SEEN;
    }

    /**
     * {@return whether a topic of this full name keeps the requests some part has seen}
     *
     * @param topic the full name
     */
    public static boolean isForSeen(String topic) {
        return topic.endsWith(SEEN);
    }

    /**
     * {@return whether a topic of this full name takes the replies to some component's calls}
     *
     * @param topic the full name
     */
    public static boolean isForReplies(String topic) {
        return topic.endsWith(REPLIES);
    }

    /**
     * {@return whether a topic of this full name keeps what some component can't process}
     *
     * @param topic the full name
     */
    public static boolean isForDeadLetters(String topic) {
        return topic.endsWith(DEAD_LETTERS);
    }

    /**
     * {@return the name of the component whose requests, replies or dead letters a topic carries}
     *
     * @param production the production's name
     * @param topic the topic's full name
     */
    public static String component(String production, String topic) {
        String name = topic.startsWith(production + '.') ? topic.substring(production.length() + 1) : topic;
        return without(DEAD_LETTERS, without(REPLIES, name));
    }

    private static String without(String end, String name) {
        return name.endsWith(end) ? name.substring(0, name.length() - end.length()) : name;
    }

    /** {@return the requests' body types by their {@code ce_type}; the first is the default of an injected message} */
    public Map<String, Class<?>> requestTypes() {
        return types(request);
    }

    /** {@return the replies' body types by their {@code ce_type}} */
    public Map<String, Class<?>> replyTypes() {
        return types(reply);
    }

    /** Looked up for each message: a record's own goes through method handles. */
    @Override
    public int hashCode() {
        return name.hashCode();
    }

    private static Map<String, Class<?>> types(Class<?> body) {
        Map<String, Class<?>> types = new LinkedHashMap<>();
        if (body.isSealed()) {
            for (Class<?> permitted : body.getPermittedSubclasses()) {
                types.put(permitted.getSimpleName(), permitted);
            }
        } else {
            types.put(body.getSimpleName(), body);
        }
        return types;
    }
}
