package org.relais.launcher;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads durations as people write them: {@code 5s}, {@code 200 ms}, {@code 2min}, or as ISO 8601 does. */
final class TimeSpan implements ITypeConverter<Duration> {
    private static final Pattern PLAIN = Pattern.compile("(\\d{1,9}) ?(ms|s|min|h)");

    @Override
    public Duration convert(String text) {
        Matcher plain = PLAIN.matcher(text);
        try {
            return plain.matches()
                    ? unit(plain.group(2)).multipliedBy(Long.parseLong(plain.group(1)))
                    : Duration.parse(text);
        } catch (DateTimeParseException e) {
            throw new TypeConversionException("'" + text + "' is no duration such as 5s, 200ms or 2min");
        }
    }

    private static Duration unit(String name) {
        return switch (name) {
            case "ms" -> Duration.ofMillis(1);
            case "s" -> Duration.ofSeconds(1);
            case "min" -> Duration.ofMinutes(1);
            default -> Duration.ofHours(1);
        };
    }
}
