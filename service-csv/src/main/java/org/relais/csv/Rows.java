package org.relais.csv;

import com.opencsv.RFC4180Parser;
import com.opencsv.RFC4180ParserBuilder;
import java.io.IOException;
import org.relais.messages.Formation;
import org.relais.messages.FormationRequest;

/**
 * Turns a file's records into requests, by the columns that its header names.
 *
 * <p>The header must name {@code id}, {@code nom} and {@code salle}, each once, in any order; case and blanks around a name don't
 * matter. Other columns are ignored. A row must have as many fields as the header, since a row with another number has most likely
 * lost or gained one in the middle; empty fields beyond the header's last are ignored.
 *
 * <p>The parser is opencsv's RFC4180Parser, not its CSVParser: in the latter a character is an escape, so that a backslash or NUL in
 * a field disappears, and a lone quote in the middle of a field swallows the next one. It is also the faster for rows without quotes.
 */
final class Rows {

    /** As many as spreadsheets have. Also a bound for the parser, whose work grows with the square of the columns. */
    static final int MOST_COLUMNS = 16_384;

    private final Parser parser;
    private final int columns;
    private final int id;
    private final int nom;
    private final int salle;

    private Rows(Parser parser, String[] header) throws BadRow {
        this.parser = parser;
        this.columns = header.length;
        this.id = indexOf("id", header);
        this.nom = indexOf("nom", header);
        this.salle = indexOf("salle", header);
    }

    /**
     * {@return what reads the rows below a header}
     *
     * @param header the header's text
     * @throws BadRow if a column is missing or named twice
     */
    static Rows below(String header, char delimiter, char quote) throws BadRow {
        Parser parser = new Parser(delimiter, quote);
        return new Rows(parser, parser.fields(header));
    }

    /**
     * {@return the request that a row stands for}
     *
     * @param row its text, without the line end
     * @throws BadRow if it stands for none
     */
    FormationRequest request(String row) throws BadRow {
        String[] fields = parser.fields(row);
        if (fields.length != columns) {
            checkNumberOf(fields);
        }
        return new FormationRequest(new Formation(id(fields[id]), fields[nom], fields[salle]));
    }

    private void checkNumberOf(String[] fields) throws BadRow {
        for (int i = fields.length; i > columns && fields[i - 1].isEmpty(); i--) {
            if (i - 1 == columns) {
                return;
            }
        }
        throw new BadRow("the row has " + fields.length + " fields, the header " + columns);
    }

    /** Stricter than Java, which takes a plus and the digits of all alphabets. */
    private static long id(String text) throws BadRow {
        boolean negative = text.startsWith("-");
        for (int i = negative ? 1 : 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                throw noNumber(text);
            }
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw noNumber(text);
        }
    }

    private static BadRow noNumber(String text) {
        return new BadRow(
                text.isEmpty() ? "id is empty" : "id " + Shown.value(text) + " is no whole number of 64 bits");
    }

    private static int indexOf(String name, String[] header) throws BadRow {
        int index = -1;
        for (int i = 0; i < header.length; i++) {
            if (header[i].strip().equalsIgnoreCase(name)) {
                if (index >= 0) {
                    throw new BadRow("the header names the column " + name + " twice");
                }
                index = i;
            }
        }
        if (index < 0) {
            throw new BadRow("the header has no column " + name);
        }
        return index;
    }

    /** Divides a record into its fields. */
    private static final class Parser {

        private final RFC4180Parser parser;
        private final char delimiter;

        Parser(char delimiter, char quote) {
            this.parser = new RFC4180ParserBuilder()
                    .withSeparator(delimiter)
                    .withQuoteChar(quote)
                    .build();
            this.delimiter = delimiter;
        }

        String[] fields(String record) throws BadRow {
            if (record.length() >= MOST_COLUMNS && delimiters(record) >= MOST_COLUMNS) {
                throw new BadRow("the row has more than " + MOST_COLUMNS + " delimiters");
            }
            try {
                return parser.parseLine(record);
            } catch (IOException e) {
                throw new BadRow("no CSV: " + Shown.clean(String.valueOf(e.getMessage())));
            }
        }

        private long delimiters(String record) {
            return record.chars().filter(character -> character == delimiter).count();
        }
    }
}
