package org.relais.csv;

import java.io.IOException;
import java.nio.file.Path;
import org.relais.messages.OneLine;

/** Makes text from outside fit for one line of a log: no control characters, not too long. */
final class Shown {

    private static final int LONGEST_VALUE = 40;

    private Shown() {}

    static String text(Path path) {
        return OneLine.of(path.toString());
    }

    /** The class says what the message of a file's exception, which is often only the path, leaves out. */
    static String text(IOException failure) {
        return OneLine.of(failure.getClass().getSimpleName() + ": " + failure.getMessage());
    }

    static String value(String value) {
        boolean cut = value.length() > LONGEST_VALUE;
        return '\'' + OneLine.of(value, LONGEST_VALUE) + (cut ? "...'" : "'");
    }
}
