package org.relais.launcher;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How people see values: the same in every locale, since what relais says is English. */
final class Shown {
    private static final int LINE_REST = 60;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Shown() {}

    static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    static String seconds(Duration time) {
        return String.format(Locale.ROOT, "%.1f s", time.toMillis() / 1e3);
    }

    /** "1 row", "2 rows". */
    static String count(long number, String noun) {
        return count(number) + " " + noun + (number == 1 ? "" : "s");
    }

    /** As much of a text as fits behind others on one line. */
    static String start(String text) {
        return text.length() <= LINE_REST ? text : text.substring(0, LINE_REST) + "...";
    }

    /** As short as it can be typed: relative where it lies below the present folder. */
    static String path(Path path) {
        Path here = Path.of("").toAbsolutePath();
        return path.startsWith(here) && !path.equals(here)
                ? here.relativize(path).toString()
                : path.toString();
    }

    /** The path as a shell takes it. */
    static String argument(Path path) {
        String shown = path(path);
        return shown.matches("[\\w./-]+") ? shown : "'" + shown.replace("'", "'\\''") + "'";
    }

    /** As much of it as fits into that many characters. */
    static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, Math.max(0, length - 3)) + "...";
    }

    static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    /** The time of day in UTC, as people compare it; what is no time stays as it is. */
    static String timeOfDay(String time) {
        return time.length() < 20 ? time : TIME.format(Instant.parse(time));
    }
}
