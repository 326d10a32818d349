package org.relais.launcher;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The command line: {@code relais <command>}. */
@Command(
        name = "relais",
        description = "Runs interoperability productions on Apache Kafka, exactly once from end to end.",
        mixinStandardHelpOptions = true,
        version = "relais 0.1.0",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = RunCommand.class,
        footer = {"", "relais COMMAND --help describes a command. 'relais bench' measures; it is a program of its own."
        })
public final class Relais {
    static final int OK = 0;
    static final int FAILED = 1;
    static final int WRONG_USAGE = 2;
    static final int DEAD_LETTERS = 3;

    private Relais() {}

    /** Runs a command and exits: 0 done, 1 failed, 2 wrong usage or settings, 3 done but for dead letters. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Relais())
                .setParameterExceptionHandler((error, arguments) -> wrongUsage(error))
                .setExecutionExceptionHandler((error, commandLine, parsed) -> failed(error, commandLine));
    }

    private static int wrongUsage(ParameterException error) {
        CommandLine commandLine = error.getCommandLine();
        String name = commandLine.getCommandSpec().qualifiedName();
        commandLine.getErr().println(oneLine(error) + ": see " + name + " --help");
        return WRONG_USAGE;
    }

    private static int failed(Exception error, CommandLine commandLine) {
        commandLine.getErr().println("relais: " + oneLine(error));
        return error instanceof WrongSettings ? WRONG_USAGE : FAILED;
    }

    private static String oneLine(Exception error) {
        String message = error.getMessage();
        return message == null || message.isBlank()
                ? error.toString()
                : message.strip().replaceAll("\\s*\\n\\s*", " ");
    }
}
