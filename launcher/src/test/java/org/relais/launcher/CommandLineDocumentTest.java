package org.relais.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;

/** The document says what the commands say. To mend it: run this test with {@code -Drelais.write=true}. */
class CommandLineDocumentTest {
    private static final Path DOCUMENT = Home.find().resolve("docs").resolve("cli.md");
    private static final int WIDTH = 100;

    @Test
    void documentIsWhatTheCommandsPrint() throws IOException {
        List<String> sections = commands().map(CommandLineDocumentTest::section).toList();
        String document = Files.readString(DOCUMENT);
        if (Boolean.getBoolean("relais.write")) {
            String introduction =
                    document.contains("\n## ") ? document.substring(0, document.indexOf("\n## ")) : document;
            document = introduction.stripTrailing() + "\n\n" + String.join("\n", sections);
            Files.writeString(DOCUMENT, document);
        }
        assertThat(document).endsWith(String.join("\n", sections));
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHasAnExampleAndItsExitCodes(CommandLine command) {
        String usage = usage(command);
        boolean hasCommands = command.getSubcommands().isEmpty();
        assertThat(usage).contains("Example");
        assertThat(usage.contains("Exit codes:")).isEqualTo(hasCommands);
    }

    static Stream<CommandLine> commands() {
        List<CommandLine> all = new ArrayList<>();
        Relais.commandLine().getSubcommands().values().forEach(command -> {
            all.add(command);
            all.addAll(command.getSubcommands().values());
        });
        return all.stream();
    }

    private static String section(CommandLine command) {
        return "## " + command.getCommandSpec().qualifiedName() + "\n\n```text\n" + usage(command) + "```\n";
    }

    private static String usage(CommandLine command) {
        return command.setUsageHelpWidth(WIDTH).getUsageMessage(Ansi.OFF);
    }
}
