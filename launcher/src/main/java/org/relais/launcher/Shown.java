package org.relais.launcher;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;

/** How people see values: the same in every locale, since what relais says is English. */
final class Shown {
    private static final int LINE_REST = 60;

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
}
