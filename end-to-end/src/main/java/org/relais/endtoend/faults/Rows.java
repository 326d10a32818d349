package org.relais.endtoend.faults;

import java.util.BitSet;
import java.util.function.Predicate;
import org.relais.endtoend.Row;

/**
 * The rows of a run, by their numbers from 0: nothing has to be kept of them, since seed and number tell everything. Each row's {@code
 * nom} contains its number and so is its own; its {@code id}, the key, it shares with others. Immutable.
 *
 * @param seed of the run
 */
record Rows(long seed) {
    private static final String MARK = "row-";
    private static final int DIGITS = 8;
    private static final int CSV_KEYS = 5_000;
    private static final int INJECTED_KEYS = 500;
    private static final int SHARES = 1_000;

    /** The first ids, of the keys whose rows have to stay in order: those in files, and those injected under Java's hash and kcat's. */
    private static final int FIRST_CSV = 10_000;

    private static final int FIRST_INJECTED = 20_000;
    private static final int FIRST_ELSEWHERE = 30_000;
    private static final int WITHOUT_KEY = 40_000;

    /** What a row is, and what is to become of it. */
    enum Sort {
        /** A good row of a CSV file. */
        CSV(true, true),
        /** One whose name is too long for the database: it gets its line, and is a dead letter then. */
        TOO_LONG(true, false),
        /** One with too few fields: a dead letter of the service. */
        BAD_CSV(true, false),
        /** A message injected without headers. */
        INJECTED(false, true),
        /** The same, on the partition that kcat would choose. */
        ELSEWHERE(false, true),
        /** The same, without key. */
        WITHOUT_KEY(false, true),
        /** Half a JSON document. */
        BROKEN_JSON(false, false),
        /** A message that wants its reply in a topic of others. */
        FORGED_REPLY_TO(false, false),
        /** A message of a type that nobody knows. */
        UNKNOWN_TYPE(false, false),
        /** A message with a field that nobody knows. */
        UNKNOWN_FIELD(false, false);

        private final boolean inFile;
        private final boolean good;

        Sort(boolean inFile, boolean good) {
            this.inFile = inFile;
            this.good = good;
        }

        /** Whether it stands in a CSV file, not in the router's topic. */
        boolean isInFile() {
            return inFile;
        }

        /** Whether it goes all the way, instead of becoming a dead letter. */
        boolean isGood() {
            return good;
        }

        /** Whether it comes to the router's topic. */
        boolean isRouted() {
            return this != BAD_CSV;
        }

        /** Whether it comes to the file operation. */
        boolean isWritten() {
            return good || this == TOO_LONG;
        }
    }

    Sort sort(int number) {
        long hash = (seed + number) * 0x9E3779B97F4A7C15L;
        hash = (hash ^ hash >>> 32) * 0xD6E8FEB86659FD93L;
        int share = (int) Long.remainderUnsigned(hash ^ hash >>> 32, SHARES);
        return switch (share) {
            case 0 -> Sort.TOO_LONG;
            case 1 -> Sort.BAD_CSV;
            case 2 -> Sort.BROKEN_JSON;
            case 3 -> Sort.FORGED_REPLY_TO;
            case 4 -> Sort.UNKNOWN_TYPE;
            case 5 -> Sort.UNKNOWN_FIELD;
            default ->
                share < 20 ? Sort.INJECTED : share < 30 ? Sort.ELSEWHERE : share < 35 ? Sort.WITHOUT_KEY : Sort.CSV;
        };
    }

    Row row(int number) {
        String end = sort(number) == Sort.TOO_LONG ? "-is-longer-than-the-fifty-characters-of-the-column" : "";
        return new Row(id(number), name(number) + end, "salle" + number % 7);
    }

    private long id(int number) {
        return switch (sort(number)) {
            case INJECTED -> FIRST_INJECTED + number % INJECTED_KEYS;
            case ELSEWHERE -> FIRST_ELSEWHERE + number % INJECTED_KEYS;
            case WITHOUT_KEY -> WITHOUT_KEY;
            default -> FIRST_CSV + number % CSV_KEYS;
        };
    }

    /** Which rows have to stay in order with each other. {@return the number of their key, or -1 if the row need not} */
    int key(int number) {
        return switch (sort(number)) {
            case CSV, TOO_LONG, INJECTED, ELSEWHERE -> (int) id(number) - FIRST_CSV;
            default -> -1; // without a key, or sent by another way than the rows that share it
        };
    }

    /** The line in a CSV file, with its end. */
    String csv(int number) {
        return sort(number) == Sort.BAD_CSV
                ? id(number) + ";" + name(number) + "\n"
                : row(number).csv() + "\n";
    }

    /** The body of an injected message. */
    String json(int number) {
        String json = row(number).json();
        return switch (sort(number)) {
            case BROKEN_JSON -> json.substring(0, json.length() - 1);
            case UNKNOWN_FIELD -> json.replace("}", ",\"nobody\":1}");
            default -> json;
        };
    }

    static String name(int number) {
        String digits = Integer.toString(number);
        return MARK + "0".repeat(DIGITS - digits.length()) + digits;
    }

    /** The number of the row whose name stands somewhere in a text. {@return -1 if there is none} */
    static int number(String text) {
        int start = text.indexOf(MARK) + MARK.length();
        if (start < MARK.length() || text.length() < start + DIGITS) {
            return -1;
        }
        int number = 0;
        for (int i = start; i < start + DIGITS; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = 10 * number + digit;
        }
        return number;
    }

    /** The numbers below a limit of rows of certain sorts. */
    BitSet all(int limit, Predicate<Sort> wanted) {
        BitSet all = new BitSet(limit);
        for (int number = 0; number < limit; number++) {
            all.set(number, wanted.test(sort(number)));
        }
        return all;
    }
}
