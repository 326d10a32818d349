package org.relais.messages;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a reply goes: a topic, and a partition if it matters to the one who waits.
 *
 * @param topic the topic's full name
 * @param partition the partition, or null for the number of the partition on which the request came
 */
public record Address(String topic, @Nullable Integer partition) {

    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,9}");

    /**
     * {@return the address in a {@code ce_replyto} header}
     *
     * @param text {@code topic} or {@code topic/partition}
     * @throws InvalidMessageException if the partition is no number
     */
    public static Address parse(String text) {
        int slash = text.lastIndexOf('/');
        if (slash < 0) {
            return new Address(text, null);
        }
        return new Address(text.substring(0, slash), partition(text.substring(slash + 1)));
    }

    private static int partition(String text) {
        if (!DIGITS.matcher(text).matches()) { // a sign would do for the JDK
            throw new InvalidMessageException("header 'ce_replyto' has a partition that is no number");
        }
        return Integer.parseInt(text);
    }

    /** {@return the header's value} */
    @Override
    public String toString() {
        return partition == null ? topic : topic + '/' + partition;
    }
}
