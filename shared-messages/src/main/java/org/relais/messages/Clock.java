package org.relais.messages;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Writes the present as {@code ce_time} wants it: RFC 3339, UTC, milliseconds. Messages of the same millisecond share one
 * text, since formatting costs more than anything else that a header needs. One clock for each thread.
 */
public final class Clock {

    private static final int LAST_YEAR = 99_999;

    private static final DateTimeFormatter RFC_3339 =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

    private long millis = Long.MIN_VALUE;
    private String text = "";

    /** {@return the present time} */
    public String now() {
        long now = System.currentTimeMillis();
        if (now != millis) {
            millis = now;
            text = format(now);
        }
        return text;
    }

    static String format(long millis) {
        return RFC_3339.format(Instant.ofEpochMilli(millis));
    }

    /**
     * {@return the time}
     *
     * @throws DateTimeException if it is none, or so far away that milliseconds can't count the years in between
     */
    static Instant parse(String text) {
        OffsetDateTime time = OffsetDateTime.parse(text);
        if (Math.abs(time.getYear()) > LAST_YEAR) {
            throw new DateTimeException("the year " + time.getYear() + " is out of range");
        }
        return time.toInstant();
    }
}
