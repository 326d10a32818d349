package org.relais.csv;

/**
 * Finds where a record ends in a file's bytes: the position in the file is in bytes, so no reader may stand between. What is in
 * a record, the CSV parser says.
 *
 * <p>A record ends with CR, LF or CRLF outside quotes. As in RFC 4180 a quote opens a field only as its first character, a doubled
 * one inside is a quote, and the closing one must be followed by a delimiter or a line end. Whatever breaks that rule, and a quote
 * that stays open, makes the line with the open quote malformed, and the search goes on with the next line: so one stray quote costs
 * one line, not the file.
 *
 * <p>The result depends on the bytes only, never on how many of them are in the window. Not thread-safe: an answer is valid until
 * the next question.
 */
final class Splitter {

    /** How many bytes beyond the longest record the window must hold: a line end, or a quote and the delimiter after it. */
    static final int MARGIN = 16;

    private static final int LINE_FEED = '\n';
    private static final int CARRIAGE_RETURN = '\r';
    private static final int NOWHERE = -1;

    private final int width;
    private final boolean littleEndian;
    private final byte[] delimiter;
    private final int quote;
    private final int longest;

    private byte[] bytes = {};
    private int from;
    private int to;
    private boolean whole;

    private int at;
    private int contentEnd;
    private int next;
    private int lines;
    private String problem = "";

    /** What was found at the beginning of the window. */
    enum Found {
        /** A record: what is in it ends at {@link #contentEnd}. */
        RECORD,
        /** An empty line. */
        BLANK,
        /** A line that breaks the rules of quoting: {@link #problem} says how. */
        MALFORMED,
        /** The beginning of a record that is too long; {@link #skip} finds the end of its line. */
        TOO_LONG,
        /** The window ends too early to tell. */
        INCOMPLETE
    }

    /**
     * @param encoding the file's
     * @param longest how many bytes a record may have
     */
    Splitter(Encoding encoding, int longest) {
        this.width = encoding.width();
        this.littleEndian = encoding.littleEndian();
        this.quote = encoding.quote();
        this.longest = longest / width * width;
        this.delimiter = new byte[encoding.delimiter().size()];
        for (int i = 0; i < delimiter.length; i++) {
            delimiter[i] = encoding.delimiter().get(i);
        }
    }

    /**
     * {@return what begins at {@code from}}
     *
     * @param bytes the window
     * @param from where a record begins
     * @param to where the window ends
     * @param whole whether nothing will ever follow the window
     */
    Found find(byte[] bytes, int from, int to, boolean whole) {
        take(bytes, from, to, whole);
        int last = to - width;
        int stop = Math.min(last, from + longest);
        while (at <= stop) {
            int unit = unit(at);
            if (unit == LINE_FEED || unit == CARRIAGE_RETURN) {
                return lineEnd(unit);
            }
            if (unit == quote && opensField()) {
                Found trouble = quoted(stop);
                if (trouble != Found.RECORD) {
                    return trouble;
                }
            } else {
                at += width;
            }
        }
        return noLineEnd();
    }

    /**
     * Looks for the end of a line whatever is in it; {@link #next} then says how far it got.
     *
     * @return whether the line ends in the window
     */
    boolean skip(byte[] bytes, int from, int to, boolean whole) {
        take(bytes, from, to, whole);
        if (findLineEnd(to - width)) {
            return lineEnd(unit(at)) != Found.INCOMPLETE;
        }
        next = whole ? to : at;
        return whole;
    }

    /** {@return where the found record's content ends: an index into the window} */
    int contentEnd() {
        return contentEnd;
    }

    /** {@return where the next record begins: an index into the window} */
    int next() {
        return next;
    }

    /** {@return how many line ends were passed} */
    int lines() {
        return lines;
    }

    /** {@return what is wrong with a malformed record} */
    String problem() {
        return problem;
    }

    private void take(byte[] window, int start, int end, boolean nothingFollows) {
        bytes = window;
        from = start;
        to = end;
        whole = nothingFollows;
        at = start;
        next = start;
        lines = 0;
    }

    /** A field in quotes, from its opening quote: RECORD when it is closed, and {@code at} behind it; else what is wrong. */
    private Found quoted(int stop) {
        int linesBefore = lines;
        int firstLineEnd = NOWHERE;
        int last = to - width;
        at += width;
        while (at <= stop) {
            int unit = unit(at);
            if (unit == quote) {
                int after = at + width;
                if (after > last && !whole) {
                    return Found.INCOMPLETE;
                }
                if (after > last || unit(after) != quote) {
                    at = after;
                    return closed(linesBefore, firstLineEnd);
                }
                at += width;
            } else if (isLineEnd(unit)) {
                firstLineEnd = firstLineEnd == NOWHERE ? at : firstLineEnd;
                lines += unit == CARRIAGE_RETURN && isLineFeed(at + width) ? 0 : 1;
            }
            at += width;
        }
        return neverClosed(linesBefore, firstLineEnd);
    }

    private Found closed(int linesBefore, int firstLineEnd) {
        if (at + width > to || isLineEnd(unit(at)) || isDelimiter(at)) {
            return Found.RECORD;
        }
        if (!whole && at + delimiter.length > to) {
            return Found.INCOMPLETE;
        }
        return malformed("a closing quote is followed by more text", linesBefore, firstLineEnd);
    }

    private Found neverClosed(int linesBefore, int firstLineEnd) {
        if (!whole && !isWindowLongEnough()) {
            return Found.INCOMPLETE;
        }
        if (firstLineEnd == NOWHERE && to - from > longest) {
            return tooLong();
        }
        return malformed("a quote is never closed", linesBefore, firstLineEnd);
    }

    /** The malformed line ends with the first line end after its open quote; without one, with the line. */
    private Found malformed(String what, int linesBefore, int firstLineEnd) {
        lines = linesBefore;
        at = firstLineEnd == NOWHERE ? at : firstLineEnd;
        if (!findLineEnd(Math.min(to - width, from + longest))) {
            if (isTooLong()) {
                return tooLong();
            }
            if (!whole) {
                return Found.INCOMPLETE;
            }
            contentEnd = to;
            next = to;
        } else if (lineEnd(unit(at)) == Found.INCOMPLETE) {
            return Found.INCOMPLETE;
        }
        problem = what;
        return Found.MALFORMED;
    }

    private Found noLineEnd() {
        if (isTooLong()) {
            return tooLong();
        }
        if (!whole) {
            return Found.INCOMPLETE;
        }
        contentEnd = to;
        next = to;
        return to > from ? Found.RECORD : Found.INCOMPLETE;
    }

    private boolean isTooLong() {
        return to - from > longest && (whole || isWindowLongEnough());
    }

    private Found tooLong() {
        contentEnd = from + longest;
        next = contentEnd;
        problem = "the record is longer than " + longest + " bytes";
        return Found.TOO_LONG;
    }

    private boolean isWindowLongEnough() {
        return to - from >= longest + MARGIN;
    }

    private Found lineEnd(int unit) {
        int after = at + width;
        if (unit == CARRIAGE_RETURN && after + width > to && !whole) {
            next = at;
            return Found.INCOMPLETE;
        }
        contentEnd = at;
        next = unit == CARRIAGE_RETURN && isLineFeed(after) ? after + width : after;
        lines++;
        return at == from ? Found.BLANK : Found.RECORD;
    }

    private boolean findLineEnd(int stop) {
        while (at <= stop && !isLineEnd(unit(at))) {
            at += width;
        }
        return at <= stop;
    }

    private boolean opensField() {
        return at == from || (at - delimiter.length >= from && isDelimiter(at - delimiter.length));
    }

    private boolean isDelimiter(int index) {
        if (index + delimiter.length > to) {
            return false;
        }
        for (int i = 0; i < delimiter.length; i++) {
            if (bytes[index + i] != delimiter[i]) {
                return false;
            }
        }
        return true;
    }

    private boolean isLineFeed(int index) {
        return index + width <= to && unit(index) == LINE_FEED;
    }

    private static boolean isLineEnd(int unit) {
        return unit == LINE_FEED || unit == CARRIAGE_RETURN;
    }

    private int unit(int index) {
        if (width == 1) {
            return bytes[index];
        }
        int first = bytes[index] & 0xFF;
        int second = bytes[index + 1] & 0xFF;
        return littleEndian ? second << 8 | first : first << 8 | second;
    }
}
