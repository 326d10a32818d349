package org.relais.csv;

import java.io.IOException;
import java.nio.file.Path;

/** Makes text from outside fit for one line of a log: no control characters, not too long. */
final class Shown {

    private static final int LONGEST_VALUE = 40;

    private Shown() {}

    static String text(Path path) {
        return clean(path.toString());
    }

    /** The class says what the message of a file's exception, which is often only the path, leaves out. */
    static String text(IOException failure) {
        return clean(failure.getClass().getSimpleName() + ": " + failure.getMessage());
    }

    static String value(String value) {
        boolean cut = value.length() > LONGEST_VALUE;
        return '\'' + clean(cut ? value.substring(0, LONGEST_VALUE) : value) + (cut ? "...'" : "'");
    }

    static String clean(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints().map(Shown::visible).forEach(clean::appendCodePoint);
        return clean.toString();
    }

    private static int visible(int character) {
        int type = Character.getType(character);
        boolean hidden = type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
        return hidden ? '?' : character;
    }
}
