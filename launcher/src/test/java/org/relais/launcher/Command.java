package org.relais.launcher;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A command that was run as a shell would run it, but in this JVM.
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

    /** On the test broker. */
    static Command run(Played production, String... arguments) {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        all.addAll(List.of("--bootstrap-server", TestBroker.bootstrap(), "--production", production.name()));
        return run(all.toArray(String[]::new));
    }
}
