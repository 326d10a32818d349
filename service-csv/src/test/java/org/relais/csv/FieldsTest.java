package org.relais.csv;

import static org.assertj.core.api.Assertions.assertThat;

import com.opencsv.RFC4180Parser;
import com.opencsv.RFC4180ParserBuilder;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Records are divided as opencsv divides them, but in a time that grows with their length only. */
final class FieldsTest {

    private static final long SEED = Long.getLong("relais.seed", System.nanoTime());
    private static final String CHARACTERS = "\"\"\"\";;;ab \n\u00e9";

    private final Fields fields = new Fields(';', '"');
    private final RFC4180Parser parser =
            new RFC4180ParserBuilder().withSeparator(';').withQuoteChar('"').build();

    @Test
    void dividesEachRecordAsTheParserAloneDoes() throws Exception {
        System.out.println("FieldsTest -Drelais.seed=" + SEED);
        Random random = new Random(SEED);
        for (int i = 0; i < 200_000; i++) {
            String record = record(random);
            String seen = record.contains("\"\"") ? fields.withLooseQuotesDoubled(record) : record;
            assertThat(fields.of(record)).as("seed %d: %s", SEED, record).isEqualTo(parser.parseLine(seen));
        }
    }

    /** opencsv makes a regular expression of the quote, and some characters are none by themselves. */
    @ParameterizedTest
    @ValueSource(chars = {'*', '+', '?', '(', ')', '[', '{', '\\', '^', '$', '.', '|', '\''})
    void takesAnyCharacterAsTheQuote(char quote) throws BadRow {
        for (char delimiter : new char[] {';', '"'}) {
            Fields unusual = new Fields(delimiter, quote);
            String record = "1;'2;''\n';3'4;'';".replace('\'', quote).replace(';', delimiter);
            assertThat(unusual.of(record))
                    .containsExactly("1", "2" + delimiter + quote + "\n", "3" + quote + "4", "", "");
            assertThat(unusual.of("1;a;".replace(';', delimiter))).containsExactly("1", "a", "");
        }
    }

    @Test
    void keepsTheUsualQuoteWhereItIsNone() throws BadRow {
        assertThat(new Fields(';', '*').of("\"a\"\";*\";\"\"*;\"")).containsExactly("\"a\"\"", "\";\"\"", "\"");
        assertThat(new Fields(';', '*').of("\"a\";\"")).containsExactly("\"a\"", "\"");
    }

    private static String record(Random random) {
        StringBuilder record = new StringBuilder();
        for (int length = random.nextInt(25); length > 0; length--) {
            record.append(CHARACTERS.charAt(random.nextInt(CHARACTERS.length())));
        }
        return record.toString();
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.SECONDS)
    void takesNoLongerWhereTheNextQuoteIsFar() throws BadRow {
        String far = ";".repeat(Fields.MOST_COLUMNS - 1) + "x".repeat(10_000_000) + '"';
        for (int i = 0; i < 10; i++) {
            assertThat(fields.of(far)).hasSize(Fields.MOST_COLUMNS);
        }
    }
}
