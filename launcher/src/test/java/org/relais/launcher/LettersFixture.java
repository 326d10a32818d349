package org.relais.launcher;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** What each test of dead letters begins with: a production of its own, a folder, and the desk where its letters are. */
abstract class LettersFixture {
    Played production;

    @TempDir
    Path folder;

    LettersDesk desk;

    @BeforeEach
    void open() throws Exception {
        production = new Played();
        desk = new LettersDesk(production, folder);
    }

    @AfterEach
    void close() {
        production.close();
    }
}
