package org.relais.csv;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.relais.messages.OneLine;

/** Any bytes become rows or reasons, the same ones whatever part of them is seen at once; any bytes are a position or none. */
final class CsvFuzzTest {

    private static final Charset[] CHARSETS = {
        StandardCharsets.UTF_8, StandardCharsets.ISO_8859_1, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE
    };

    @FuzzTest(maxDuration = "5s")
    void readsTheSameWhateverTheWindow(FuzzedDataProvider data) throws IOException {
        Charset charset = data.pickValue(CHARSETS);
        char delimiter = data.pickValue(new char[] {';', ',', '\t', '§'});
        int longest = data.consumeInt(16, 200);
        int step = data.consumeInt(1, 9);
        byte[] bytes = data.consumeRemainingAsBytes();
        CsvSettings settings = SplitterTest.settings(charset, delimiter);
        Encoding encoding = Encoding.of(settings, Arrays.copyOf(bytes, Math.min(bytes.length, Encoding.LONGEST_MARK)));
        List<String> whole = read(encoding, longest, bytes, bytes.length);
        assertThat(read(encoding, longest, bytes, step)).isEqualTo(whole);
        position(bytes);
    }

    private static List<String> read(Encoding encoding, int longest, byte[] bytes, int step) {
        Splitter splitter = new Splitter(encoding, longest);
        List<String> read = new ArrayList<>();
        int from = Math.min(encoding.mark(), bytes.length);
        int to = from;
        boolean skipping = false;
        while (true) {
            boolean whole = to == bytes.length;
            byte[] window = Arrays.copyOf(bytes, to);
            boolean enough;
            if (skipping) {
                enough = splitter.skip(window, from, to, whole);
                skipping = !enough;
                from = splitter.next();
            } else {
                Splitter.Found found = splitter.find(window, from, to, whole);
                enough = found != Splitter.Found.INCOMPLETE;
                skipping = found == Splitter.Found.TOO_LONG;
                if (enough) {
                    read.add(found + " " + meaning(encoding, found, window, from, splitter));
                    from = splitter.next();
                }
            }
            if (!enough && whole) {
                return read;
            }
            to = enough ? to : Math.min(bytes.length, to + step);
        }
    }

    private static String meaning(Encoding encoding, Splitter.Found found, byte[] window, int from, Splitter splitter) {
        if (found != Splitter.Found.RECORD) {
            return splitter.problem();
        }
        try {
            String record = Text.decode(window, from, splitter.contentEnd(), encoding.charset());
            return header(encoding, record) + Rows.declaredDelimiter(record) + row(encoding, record);
        } catch (BadRow e) {
            return e.reason();
        }
    }

    private static String header(Encoding encoding, String record) {
        try {
            Rows.below(record, encoding.separator(), encoding.quote());
            return "a header";
        } catch (BadRow e) {
            return e.reason();
        }
    }

    private static String row(Encoding encoding, String record) {
        try {
            String header = "id;nom;salle".replace(';', encoding.separator());
            return Rows.below(header, encoding.separator(), encoding.quote())
                    .request(record)
                    .toString();
        } catch (BadRow e) {
            assertThat(OneLine.of(e.reason())).isEqualTo(e.reason());
            return e.reason();
        }
    }

    private static void position(byte[] bytes) throws IOException {
        FilePosition position;
        try {
            position = FilePosition.read(bytes);
        } catch (IOException e) {
            return;
        }
        assertThat(FilePosition.read(position.write())).isEqualTo(position);
    }
}
