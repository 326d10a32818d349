package org.relais.launcher;

import java.io.PrintWriter;

/** Prints dead letters in lines, a page at a time: columns are as wide as a page needs, and there may be more than can be remembered. */
final class LetterTable {
    private static final int PAGE = 1_000;
    private static final int BODY = 60;
    private static final int ERROR = 80;

    private final PrintWriter out;
    private Table page = page();
    private int rows;
    private boolean headed;

    LetterTable(PrintWriter out) {
        this.out = out;
    }

    private static Table page() {
        return new Table("ID", "FAILED AT", "TYPE", "STATUS", "ERROR", "BODY");
    }

    /** {@return whether to go on: not if nobody reads the table any more} */
    boolean add(Letter letter) {
        page.row(
                letter.id(),
                letter.step().time().substring(0, 19),
                letter.step().type(),
                letter.status(),
                Shown.cut(letter.error(), ERROR),
                Shown.cut(letter.step().body().toString(), BODY));
        if (++rows < PAGE) return true;
        print();
        return !out.checkError();
    }

    private void print() {
        page.lines().stream().skip(headed ? 1 : 0).forEach(out::println);
        headed = true;
        page = page();
        rows = 0;
    }

    /** Prints what is left. */
    void end() {
        if (rows > 0) print();
        if (!headed) out.println("no dead letters");
    }
}
