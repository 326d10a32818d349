package org.relais.runtime;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads durations as people write them, {@code 5 s}, or as ISO 8601 does, {@code PT5S}. */
final class Durations {

    private static final Pattern PLAIN = Pattern.compile("(\\d{1,12}) ?(ms|s|min|h|d)");

    private Durations() {}

    static Duration parse(String text) {
        Duration duration = read(text);
        // Nobody counts in anything else, and the longest that can be written has too many.
        var unused = duration.toMillis();
        return duration;
    }

    private static Duration read(String text) {
        Matcher plain = PLAIN.matcher(text);
        if (plain.matches()) {
            return unit(plain.group(2)).multipliedBy(Long.parseLong(plain.group(1)));
        }
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    private static Duration unit(String name) {
        return switch (name) {
            case "ms" -> Duration.ofMillis(1);
            case "s" -> Duration.ofSeconds(1);
            case "min" -> Duration.ofMinutes(1);
            case "h" -> Duration.ofHours(1);
            case "d" -> Duration.ofDays(1);
            default -> throw new IllegalArgumentException(name);
        };
    }
}
