package org.relais.messages;

import java.util.regex.Pattern;

/**
 * Makes text from outside fit for one line of a log, of a reply or of a terminal: what comes from outside must not be able to forge a line,
 * to colour it, or to have it read from right to left.
 */
public final class OneLine {

    private static final Pattern HIDDEN = Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]");

    private OneLine() {}

    /**
     * {@return the text with a question mark in place of each character that steers instead of being shown: control and format characters,
     * line and paragraph separators, and halves of surrogate pairs}
     *
     * @param text from wherever
     */
    public static String of(String text) {
        return HIDDEN.matcher(text).replaceAll("?");
    }

    /**
     * {@return the same, but no more than so much of it}
     *
     * @param text from wherever
     * @param longest in chars; a character that takes two is not cut in half
     */
    public static String of(String text, int longest) {
        if (text.length() <= longest) {
            return of(text);
        }
        boolean halved = Character.isHighSurrogate(text.charAt(longest - 1));
        return of(text.substring(0, halved ? longest - 1 : longest));
    }
}
