package org.relais.messages;

import org.jspecify.annotations.Nullable;

/**
 * Where a reply goes: a topic, and a partition if it matters to the one who waits.
 *
 * @param topic the topic's full name
 * @param partition the partition, or null for the number of the partition on which the request came
 */
public record Address(String topic, @Nullable Integer partition) {

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
        try {
            return new Address(text.substring(0, slash), Integer.parseUnsignedInt(text, slash + 1, text.length(), 10));
        } catch (NumberFormatException e) {
            throw new InvalidMessageException("header 'ce_replyto' has a partition that is no number", e);
        }
    }

    /** {@return the header's value} */
    @Override
    public String toString() {
        return partition == null ? topic : topic + '/' + partition;
    }
}
