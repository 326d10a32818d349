package org.relais.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A command that was run as a shell would run it, mostly in this JVM.
 *
 * @param exitCode how it ended
 * @param out what it printed
 * @param err what it printed to the standard error
 */
record Command(int exitCode, String out, String err) {

    static Command run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode = Relais.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
        return new Command(exitCode, out.toString(), err.toString());
    }

    /** One in a process of its own that has just been started. */
    static Command await(Process process) throws IOException, InterruptedException {
        CompletableFuture<String> err = CompletableFuture.supplyAsync(() -> text(process.getErrorStream()));
        String out = text(process.getInputStream());
        return new Command(process.waitFor(), out, err.join());
    }

    private static String text(InputStream stream) {
        try (stream) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** On the test broker. */
    static Command run(Played production, String... arguments) {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        all.addAll(List.of("--bootstrap-server", TestBroker.bootstrap(), "--production", production.name()));
        return run(all.toArray(String[]::new));
    }
}
