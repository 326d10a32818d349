package org.relais.csv;

import java.nio.charset.StandardCharsets;

/** Files that are something else, whatever their name says: whoever put them there is told what they are. */
enum Foreign {
    GZIP("compressed (gzip)", "\u001F\u008B\b"),
    ZIP("a ZIP archive, as workbooks of Excel and LibreOffice are", "PK\u0003"),
    XZ("compressed (xz)", "\u00FD7z"),
    ZSTANDARD("compressed (zstd)", "(\u00B5/"),
    OLE("a workbook of an old Excel", "\u00D0\u00CF\u0011");

    private final String what;
    private final String signature;

    Foreign(String what, String signature) {
        this.what = what;
        this.signature = signature;
    }

    /** @throws BadRow if a file that begins like this holds no text */
    static void refuse(byte[] beginning) throws BadRow {
        String text = new String(beginning, StandardCharsets.ISO_8859_1);
        for (Foreign foreign : values()) {
            if (text.startsWith(foreign.signature)) {
                throw new BadRow("it is " + foreign.what);
            }
        }
    }
}
