package org.relais.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.relais.messages.Topics;

/** Commands in a process of their own, as the shell starts them: what becomes of what they print. */
class RelaisProcessTest {
    private static final Path FULL = Path.of("/dev/full");

    @Test
    void printsUtf8WhateverTheLocale() throws Exception {
        try (Played production = new Played()) {
            String body = "{\"nom\":\"Théo\"}";
            production.deadLetter(
                    Topics.ROUTER, 0, "k", body, new RecordHeaders(), "élève inconnu", "x/0@1", Instant.now());
            List<String> where =
                    List.of("--bootstrap-server", TestBroker.bootstrap(), "--production", production.name());
            Command shown = Command.await(start(where, "dead-letters", "show", "router/0@0", "--json"));
            assertThat(shown.err()).isEmpty();
            assertThat(shown.out()).contains("Théo", "élève inconnu");
            assertThat(Command.await(start(where, "dead-letters", "show", "router/0@0", "--body"))
                            .out())
                    .isEqualToIgnoringNewLines(body);
        }
    }

    @Test
    void failsWhereItsOutputIsLost() throws Exception {
        Requirement.that(Files.exists(FULL), "this system has no device that is always full");
        Process process =
                process(List.of(), "completion").redirectOutput(FULL.toFile()).start();
        Command lost = Command.await(process);
        assertThat(lost.exitCode()).isEqualTo(1);
        assertThat(lost.err())
                .startsWith("relais: the output can't be written: ")
                .hasLineCount(1);
    }

    /** As with {@code relais completion | head -n 1}, whose reader has what it wants. */
    @Test
    void endsWithoutAWordWhenNobodyReadsOn() throws Exception {
        Process process = start(List.of(), "completion");
        process.getInputStream().close();
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(err).isEmpty();
    }

    private static Process start(List<String> where, String... words) throws IOException {
        return process(where, words).start();
    }

    private static ProcessBuilder process(List<String> where, String... words) {
        List<String> arguments =
                new ArrayList<>(List.of("-cp", System.getProperty("java.class.path"), Relais.class.getName()));
        arguments.addAll(List.of(words));
        arguments.addAll(where);
        ProcessBuilder builder = new ProcessBuilder(ChildProcess.java(arguments));
        builder.environment().put("LC_ALL", "C");
        return builder;
    }
}
