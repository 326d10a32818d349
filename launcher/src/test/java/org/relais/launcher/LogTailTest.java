package org.relais.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogTailTest {
    @TempDir
    Path folder;

    @Test
    void tellsAllThatAComponentSaysIsWrong() throws IOException {
        String before = "router can't start:\n  1. an old problem\nsomething else\n";
        String now = "router can't start:\n  1. copies: expected a number\n  2. colour: no such setting\n\n";
        assertThat(LogTail.problems(log(before + now)))
                .isEqualTo(" (1. copies: expected a number; 2. colour: no such setting)");
    }

    @Test
    void tellsTheLastLineWhereNothingIsListed() throws IOException {
        assertThat(LogTail.problems(log("one\nrouter can't start: nobody knows the broker\n")))
                .isEqualTo(" (router can't start: nobody knows the broker)");
        assertThat(LogTail.problems(log("router can't start:\n"))).isEqualTo(" (router can't start:)");
        assertThat(LogTail.problems(log(""))).isEmpty();
        assertThat(LogTail.problems(folder.resolve("none"))).isEmpty();
    }

    private Path log(String text) throws IOException {
        return Files.writeString(folder.resolve("router.log"), text);
    }
}
