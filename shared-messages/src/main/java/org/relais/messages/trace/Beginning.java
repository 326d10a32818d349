package org.relais.messages.trace;

import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.Uuid;
import org.jspecify.annotations.Nullable;
import org.relais.messages.Ids;

/**
 * What a session's id tells of its first message.
 *
 * @param session the session's id
 * @param time when it was sent: of a UUIDv7; null if the id does not tell
 * @param topicId the id of its topic: of a message that came without an id; null if the id does not tell
 * @param partition its partition then
 * @param offset its offset then
 */
record Beginning(
        String session, @Nullable Instant time, @Nullable Uuid topicId, int partition, long offset) {

    /** As {@link Ids#injected} makes it; a topic's id may contain hyphens itself. */
    private static final Pattern INJECTED = Pattern.compile("([\\w-]{22})-(\\d{1,9})-(\\d{1,18})");

    /**
     * {@return the beginning of the session that this id belongs to}
     *
     * @param id of the session, or of one of its messages
     */
    static Beginning of(String id) {
        Beginning whole = session(id);
        int dot = id.indexOf('.');
        if (whole.isKnown() || dot < 0) {
            return whole;
        }
        Beginning start = session(id.substring(0, dot));
        return start.isKnown() ? start : whole;
    }

    private static Beginning session(String session) {
        Matcher injected = INJECTED.matcher(session);
        return injected.matches()
                ? new Beginning(
                        session,
                        null,
                        Uuid.fromString(injected.group(1)),
                        Integer.parseInt(injected.group(2)),
                        Long.parseLong(injected.group(3)))
                : new Beginning(session, Ids.time(session), null, 0, 0);
    }

    /** {@return whether the id tells when or where the session began} */
    boolean isKnown() {
        return time != null || topicId != null;
    }
}
