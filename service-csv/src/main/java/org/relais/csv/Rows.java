package org.relais.csv;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.relais.messages.Formation;
import org.relais.messages.FormationRequest;

/**
 * Turns a file's records into requests, by the columns that its header names.
 *
 * <p>The header must name {@code id}, {@code nom} and {@code salle}, each once, in any order; case and blanks around a name don't
 * matter. Other columns are ignored. A row must have as many fields as the header, since a row with another number has most likely
 * lost or gained one in the middle; empty fields beyond the header's last are ignored, and columns without a name at its end may be absent.
 */
final class Rows {

    /** What files are divided by when it is not what the settings say. */
    private static final List<Character> USUAL_DELIMITERS = List.of(',', ';', '\t', '|', ':');

    private static final Pattern DECLARATION =
            Pattern.compile("\"?sep=(.)\"?", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

    private final Fields fields;
    private final int columns;
    private final int named;
    private final int id;
    private final int nom;
    private final int salle;

    private Rows(Fields fields, String[] header) throws BadRow {
        this.fields = fields;
        this.columns = header.length;
        this.named = named(header);
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
        try {
            Fields fields = new Fields(delimiter, quote);
            return new Rows(fields, fields.of(header));
        } catch (BadRow e) {
            throw new BadRow(e.reason() + advice(header, delimiter, quote));
        }
    }

    /** {@return the delimiter that a first line such as {@code sep=,} declares, as Excel writes and reads it; null: it is no such line} */
    static @Nullable Character declaredDelimiter(String line) {
        Matcher declaration = DECLARATION.matcher(line);
        return declaration.matches() ? declaration.group(1).charAt(0) : null;
    }

    /** What the settings say counts, not what a file looks like; but whoever looks for the reason shall find it. */
    private static String advice(String header, char delimiter, char quote) {
        if (header.indexOf('\0') >= 0) {
            return "; it has NUL characters: perhaps the charset is another one";
        }
        for (char other : USUAL_DELIMITERS) {
            if (other != delimiter && other != quote && isHeader(header, other, quote)) {
                return "; divided by " + (other == '\t' ? "tabs" : "'" + other + "'") + " it would have";
            }
        }
        return "";
    }

    private static boolean isHeader(String header, char delimiter, char quote) {
        try {
            Fields fields = new Fields(delimiter, quote);
            new Rows(fields, fields.of(header));
            return true;
        } catch (BadRow e) {
            return false;
        }
    }

    /**
     * {@return the request that a row stands for}
     *
     * @param row its text, without the line end
     * @throws BadRow if it stands for none
     */
    FormationRequest request(String row) throws BadRow {
        String[] found = fields.of(row);
        if (found.length != columns) {
            checkNumberOf(found);
        }
        return new FormationRequest(new Formation(id(found[id]), found[nom], found[salle]));
    }

    private void checkNumberOf(String[] found) throws BadRow {
        if (found.length >= named && found.length < columns) {
            return;
        }
        for (int i = found.length; i > columns && found[i - 1].isEmpty(); i--) {
            if (i - 1 == columns) {
                return;
            }
        }
        throw new BadRow("the row has " + found.length + " fields, the header " + columns);
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

    /** {@return how many columns there are up to the last one with a name: spreadsheets write delimiters behind it} */
    private static int named(String[] header) {
        int named = header.length;
        while (named > 0 && header[named - 1].isBlank()) {
            named--;
        }
        return named;
    }

    private static int indexOf(String name, String[] header) throws BadRow {
        int index = -1;
        for (int i = 0; i < header.length; i++) {
            if (nameOf(header[i]).equalsIgnoreCase(name)) {
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

    /** A second byte order mark is what joining files leaves behind. */
    private static String nameOf(String column) {
        return column.replace("\uFEFF", "").strip();
    }
}
