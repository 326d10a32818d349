package org.relais.launcher;

import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.slf4j.helpers.NOP_FallbackServiceProvider;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The command line: {@code relais <command>}. */
@Command(
        name = "relais",
        description = "Runs interoperability productions on Apache Kafka, exactly once from end to end.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            RunCommand.class,
            SendCommand.class,
            TraceCommand.class,
            TailCommand.class,
            StatusCommand.class,
            DeadLettersCommand.class,
            SettingsCommand.class,
            StartCommand.class,
            StopCommand.class,
            RestartCommand.class,
            CompletionCommand.class
        },
        footer = {
            "",
            "relais COMMAND --help describes a command. 'relais bench' measures, and 'relais prove' checks the guarantees while"
                    + " processes are killed; they are programs of their own."
        })
public final class Relais {
    static final int OK = 0;
    static final int FAILED = 1;
    static final int WRONG_USAGE = 2;
    static final int DEAD_LETTERS = 3;
    static final int TIMED_OUT = 4;

    private Relais() {}

    /** Runs a command and exits: 0 done, 1 failed, 2 wrong usage or settings, 3 done but for dead letters, 4 out of time. */
    public static void main(String[] arguments) {
        boolean logs = arguments.length > 0 && arguments[0].equals("run");
        if (!logs) beQuiet();
        Output output = new Output(new FileOutputStream(FileDescriptor.out));
        System.setOut(utf8(output));
        System.setErr(utf8(new FileOutputStream(FileDescriptor.err)));
        int exitCode = commandLine()
                .setOut(writer(System.out))
                .setErr(writer(System.err))
                .execute(arguments);
        System.exit(written(output) ? exitCode : Math.max(FAILED, exitCode));
    }

    /** What a full disk has swallowed was not done, whatever the command thinks of it. */
    private static boolean written(Output output) {
        System.out.flush();
        String complaint = output.complaint();
        if (complaint != null) System.err.println("relais: " + complaint);
        return !output.hasFailed();
    }

    /** Whatever the locale: JSON has to be UTF-8 (RFC 8259), and a body that is printed may be corrected and sent again. */
    private static PrintStream utf8(OutputStream stream) {
        return new PrintStream(new BufferedOutputStream(stream, 8192), true, StandardCharsets.UTF_8);
    }

    private static PrintWriter writer(PrintStream stream) {
        return new PrintWriter(stream, true, StandardCharsets.UTF_8);
    }

    /** What goes wrong is told in one line; what Kafka's clients log beside is of no use to people, and takes time to set up. */
    private static void beQuiet() {
        System.setProperty("slf4j.internal.verbosity", "WARN");
        System.setProperty("slf4j.provider", NOP_FallbackServiceProvider.class.getName());
    }

    static CommandLine commandLine() {
        CommandLine relais = new CommandLine(new Relais());
        BuildVersion.in(relais);
        return relais.setExpandAtFiles(false) // --body @file is a body
                .setParameterExceptionHandler((error, arguments) -> wrongUsage(error))
                .setExecutionExceptionHandler((error, commandLine, parsed) -> failed(error, commandLine));
    }

    private static int wrongUsage(ParameterException error) {
        CommandLine commandLine = error.getCommandLine();
        String name = commandLine.getCommandSpec().qualifiedName();
        commandLine.getErr().println(Reason.oneLine(error).replaceFirst("^Error: ", "") + ": see " + name + " --help");
        return WRONG_USAGE;
    }

    private static int failed(Exception error, CommandLine commandLine) {
        commandLine.getErr().println("relais: " + Reason.of(error));
        return error instanceof WrongSettings || Reason.isWrongConfig(error) ? WRONG_USAGE : FAILED;
    }
}
