package org.relais.csv;

import com.opencsv.RFC4180Parser;
import com.opencsv.RFC4180ParserBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.relais.messages.OneLine;

/**
 * Divides a record into its fields.
 *
 * <p>The parser is opencsv's RFC4180Parser, not its CSVParser: in the latter a character is an escape, so that a backslash or NUL in
 * a field disappears, and a lone quote in the middle of a field swallows the next one. It is also the faster for rows without quotes.
 */
final class Fields {

    /** As many as spreadsheets have. Also a bound for what a row becomes in memory: each field is an object. */
    static final int MOST_COLUMNS = 16_384;

    /** opencsv makes a regular expression of the quote, for its writer, and these are none. */
    private static final String NO_EXPRESSIONS = "*+?()[{\\";

    private static final char USUAL_QUOTE = '"';

    private final RFC4180Parser parser;
    private final boolean swaps;
    private final char delimiter;
    private final char quote;
    private final String twoQuotes;

    Fields(char delimiter, char quote) {
        this.swaps = NO_EXPRESSIONS.indexOf(quote) >= 0;
        this.delimiter = delimiter;
        this.quote = quote;
        this.parser = new RFC4180ParserBuilder()
                .withSeparator(swaps ? swapped(delimiter) : delimiter)
                .withQuoteChar(swaps ? USUAL_QUOTE : quote)
                .build();
        this.twoQuotes = "" + quote + quote;
    }

    /** @throws BadRow if there are too many */
    String[] of(String record) throws BadRow {
        if (record.length() >= MOST_COLUMNS && delimiters(record) >= MOST_COLUMNS) {
            throw new BadRow("the row has more than " + MOST_COLUMNS + " delimiters");
        }
        try {
            return record.indexOf(quote) < 0
                    ? parsed(record)
                    : oneByOne(record.contains(twoQuotes) ? withLooseQuotesDoubled(record) : record);
        } catch (IOException e) {
            throw new BadRow("no CSV: " + OneLine.of(String.valueOf(e.getMessage())));
        }
    }

    /**
     * The parser looks from each field on for the next quote, however far that is: many fields and one quote behind them would keep it
     * busy for longer than a transaction may last. So it gets them one by one, divided where it would divide them itself.
     */
    private String[] oneByOne(String record) throws IOException {
        List<String> fields = new ArrayList<>();
        for (int from = 0; from < record.length(); ) {
            int end = end(record, from);
            String field = record.substring(from, end);
            fields.add(field.indexOf(quote) < 0 ? field : parsed(field)[0]);
            from = end + 1;
        }
        if (record.charAt(record.length() - 1) == delimiter) {
            fields.add("");
        }
        return fields.toArray(String[]::new);
    }

    private String[] parsed(String text) throws IOException {
        if (!swaps) {
            return parser.parseLine(text);
        }
        String[] parsed = parser.parseLine(swapped(text));
        Arrays.setAll(parsed, i -> swapped(parsed[i]));
        return parsed;
    }

    /** {@return the text with the quote and the usual one in each other's places: the same text if that is done twice} */
    private String swapped(String text) {
        StringBuilder swapped = new StringBuilder(text);
        for (int i = 0; i < text.length(); i++) {
            swapped.setCharAt(i, swapped(text.charAt(i)));
        }
        return swapped.toString();
    }

    private char swapped(char character) {
        if (character == quote) {
            return USUAL_QUOTE;
        }
        return character == USUAL_QUOTE ? quote : character;
    }

    private int end(String record, int from) {
        if (record.charAt(from) == quote) {
            return endOfQuoted(record, from);
        }
        int next = record.indexOf(delimiter, from);
        return next < 0 ? record.length() : next;
    }

    /** {@return where a delimiter follows a closing quote} */
    private int endOfQuoted(String record, int from) {
        boolean open = true;
        for (int at = record.indexOf(quote, from + 1); at >= 0; at = record.indexOf(quote, at + 1)) {
            open = !open;
            if (!open && at + 1 < record.length() && record.charAt(at + 1) == delimiter) {
                return at + 1;
            }
        }
        return record.length();
    }

    /**
     * opencsv makes one quote of two wherever they are. In a field that is not in quotes they are two, as one there is one: doubled
     * beforehand, they stay so.
     */
    String withLooseQuotesDoubled(String record) {
        StringBuilder doubled = new StringBuilder(record.length() + 8);
        boolean begins = true;
        boolean inQuotes = false;
        boolean open = false;
        for (int i = 0; i < record.length(); i++) {
            char character = record.charAt(i);
            doubled.append(character);
            if (character == quote) {
                inQuotes |= begins;
                open = inQuotes && !open;
                if (!inQuotes) {
                    doubled.append(character);
                }
            }
            begins = character == delimiter && !open;
            inQuotes &= !begins;
        }
        return doubled.toString();
    }

    private long delimiters(String record) {
        return record.chars().filter(character -> character == delimiter).count();
    }
}
