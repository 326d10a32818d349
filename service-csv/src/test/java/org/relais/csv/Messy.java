package org.relais.csv;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** Files as the world writes them, and worse: a few templates, damaged at random. The same for the same random numbers. */
final class Messy {

    /** The last line of each file, which no damage before it may swallow. */
    static final String LAST_LINE = "424242;last;line";

    private static final List<String> TEMPLATES = List.of(
            "id;nom;salle\n3;formation3;salle3\n4;formation4;salle4\n5;formation5;salle5\n",
            "id;nom;salle\r\n1;\"a;b\";\"c\r\nd\"\r\n2;\"say \"\"hi\"\"\";\"\"\r\n3;5\" pipe;x\r\n",
            "ID ; Nom;salle;remark\r1;a;b;c\r2;a;b;\r",
            "salle;id;nom;;\n\na;1;b;;\n;;;;\nc;2;d;;\n\n\n",
            "id,nom,salle\n1,a,b\n2,\"c,d\",e\n",
            "sep=,\r\nid,nom,salle\r\n1,a,b\r\n",
            "sep=;\r\n\"id\";\"nom\";\"salle\"\r\n\"1\";\"a\";\"b\"\r\n",
            "id\tnom\tsalle\n1\ta\tb\n",
            "id|nom|salle\n1|a|b\n",
            "id;nom;salle;nom\n1;a;b;c\n",
            "1;a;b\n2;c;d\n",
            "id;nom;salle",
            "id;nom;salle\n1;\"a\nb\nc\n2;d;e\n3;\"f\";g\n",
            "id;nom;salle\n1;a\\\"b;c\\\n2;\"a\\\";b\n3;'a;b';c\n",
            "id;nom;salle\n9223372036854775807;é漢字\uD83D\uDE00;\u2028\n-1;\u00A0;\u001A\n",
            "id;nom;salle\n1;" + "x".repeat(300) + ";b\n2;" + "\"\"".repeat(50) + ";\"" + "y;\n".repeat(40) + "\"\n",
            "id;nom;salle" + ";c".repeat(200) + "\n1;a;b" + ";d".repeat(200) + "\n",
            "");

    private static final List<String> DIRT = List.of(
            "\"",
            "\"\"",
            "\"\"\"",
            ";",
            ";;;;",
            "\n",
            "\r\n",
            "\r",
            "\n\r",
            "\0",
            "\uFEFF",
            "é",
            "\uD83D\uDE00",
            "\u2028",
            "\u0085",
            "\\",
            "\\n",
            "\\\"",
            "\t",
            ",",
            "'",
            " ",
            "sep=;\n",
            "id;nom;salle\n",
            "\u001A",
            "=cmd()",
            "-",
            "1");

    private static final List<String> BEGINNINGS =
            List.of("1F8B0800", "504B0304", "D0CF11E0", "FFFE0000", "0000FEFF", "00", "EFBB");

    private static final List<Charset> CHARSETS = List.of(
            StandardCharsets.UTF_8,
            StandardCharsets.UTF_8,
            StandardCharsets.UTF_8,
            StandardCharsets.ISO_8859_1,
            StandardCharsets.UTF_16LE,
            StandardCharsets.UTF_16BE);

    /** As many of these as of those that are no usable files from the start. */
    private static final int USABLE = 4;

    private final Random random;

    Messy(Random random) {
        this.random = random;
    }

    /** {@return a file in UTF-8, without damage to its bytes, that ends with {@link #LAST_LINE}} */
    String text() {
        return damaged(template()) + "\n" + LAST_LINE;
    }

    /** {@return any file} */
    byte[] bytes() {
        Charset charset = one(CHARSETS);
        String mark = random.nextInt(3) > 0 && !charset.equals(StandardCharsets.ISO_8859_1) ? "\uFEFF" : "";
        byte[] bytes = (mark + damaged(template())).getBytes(charset);
        return random.nextInt(3) == 0 ? damaged(bytes) : bytes;
    }

    private String damaged(String template) {
        StringBuilder text = new StringBuilder(template);
        for (int damages = random.nextInt(5); damages > 0; damages--) {
            int from = random.nextInt(text.length() + 1);
            int to = Math.min(text.length(), from + random.nextInt(20));
            switch (random.nextInt(8)) {
                case 0 -> text.delete(from, to);
                case 1 -> text.insert(from, text.substring(from, to));
                case 2 -> text.setLength(from);
                case 3 -> text.insert(from, one(DIRT).repeat(1 + random.nextInt(100)));
                case 4 -> text.replace(from, to, one(DIRT));
                case 5 -> text.insert(0, one(DIRT));
                default -> text.insert(from, one(DIRT));
            }
        }
        return text.toString();
    }

    private byte[] damaged(byte[] good) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int cut = random.nextInt(good.length + 1);
        switch (random.nextInt(5)) {
            case 0 -> bytes.writeBytes(HexFormat.of().parseHex(one(BEGINNINGS)));
            case 1 -> {
                bytes.write(good, 0, cut);
                bytes.write(random.nextInt(256));
            }
            case 2 -> {
                bytes.write(good, 0, cut);
                byte[] noise = new byte[random.nextInt(400)];
                random.nextBytes(noise);
                bytes.writeBytes(noise);
            }
            case 3 -> {
                bytes.write(good, 0, cut);
                return bytes.toByteArray();
            }
            default -> {
                bytes.writeBytes(good);
                bytes.writeBytes("\n7;é;\u20ac\n".getBytes(one(CHARSETS)));
                return bytes.toByteArray();
            }
        }
        bytes.write(good, cut, good.length - cut);
        return bytes.toByteArray();
    }

    private String template() {
        return one(random.nextBoolean() ? TEMPLATES : TEMPLATES.subList(0, USABLE));
    }

    private <T> T one(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
