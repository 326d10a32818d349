package org.relais.messages;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Where a record stands, written {@code topic/partition@offset}.
 *
 * @param topic the topic's full name
 * @param partition the partition's number
 * @param offset the record's offset
 */
public record Place(String topic, int partition, long offset) {

    private static final Pattern FORM = Pattern.compile("([\\w.-]{1,249})/(\\d{1,9})@(\\d{1,18})");

    /**
     * {@return the place that a text names, or null if it names none}
     *
     * @param text {@code topic/partition@offset}
     */
    public static @Nullable Place parse(String text) {
        Matcher matcher = FORM.matcher(text);
        return matcher.matches()
                ? new Place(matcher.group(1), Integer.parseInt(matcher.group(2)), Long.parseLong(matcher.group(3)))
                : null;
    }

    /** {@return the topic and the partition} */
    public TopicPartition topicPartition() {
        return new TopicPartition(topic, partition);
    }

    /** {@return {@code topic/partition@offset}} */
    @Override
    public String toString() {
        return DeadLetter.origin(topic, partition, offset);
    }
}
