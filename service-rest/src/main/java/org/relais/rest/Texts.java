package org.relais.rest;

import org.jspecify.annotations.Nullable;

/** Checks texts before they go out: what a column refuses later would leave half of the work done. */
final class Texts {

    private Texts() {}

    /**
     * {@return the text}
     *
     * @param longest in characters, spaces at the end not counted, as SQL has it
     * @throws ProblemException if it is missing, too long, or not to be stored
     */
    static String check(@Nullable String text, String field, int longest) {
        String present = JsonBody.required(text, field);
        if (isTooLong(present, longest)) {
            throw Problem.ofField(field, "field '" + field + "' is longer than " + longest + " characters")
                    .exception();
        }
        if (present.indexOf('\0') >= 0) {
            throw Problem.ofField(field, "field '" + field + "' has a NUL character, which can't be stored")
                    .exception();
        }
        return present;
    }

    private static boolean isTooLong(String text, int longest) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == ' ') {
            end--;
        }
        return text.codePointCount(0, end) > longest;
    }
}
