package org.relais.launcher;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.relais.messages.Fate;
import org.relais.messages.OneLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code relais dead-letters}: looks at what could not be processed, and settles it. */
@Command(
        name = "dead-letters",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        synopsisSubcommandLabel = "list|show|resend|discard",
        description = {
            "Lists, shows, resends and discards what could not be processed. Resending puts the original message back, so that a"
                    + " parked session goes on from the call that failed. Each dead letter can be resent or discarded once."
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  relais dead-letters list --where 'error=*too long*'",
            "  relais dead-letters show training-operation/2@15",
            "  relais dead-letters resend training-operation/2@15 --edit @corrected.json"
        })
final class DeadLettersCommand {
    private static final ObjectWriter JSON = new ObjectMapper()
            .writerWithDefaultPrettyPrinter()
            .without(SerializationFeature.FLUSH_AFTER_WRITE_VALUE)
            .without(JsonGenerator.Feature.AUTO_CLOSE_TARGET);

    @Spec
    private @Nullable CommandSpec spec;

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = "Lists the dead letters that are open, that is neither resent nor discarded.",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:they are listed, if there are any", "1:the cluster does not answer", "2:wrong usage"},
            footerHeading = "%nExample:%n",
            footer = "  relais dead-letters list --component training-operation --where formation.id=7")
    int list(
            @Mixin Selection selection,
            @Mixin Connection connection,
            @Option(names = "--all", description = "list those that are settled, too") boolean all,
            @Option(names = "--json", description = "print a JSON array") boolean json)
            throws IOException {
        try (Kafka kafka = new Kafka(connection);
                Letters letters = new Letters(kafka)) {
            if (json) {
                var unused = json(selection, letters, kafka.production(), all);
            } else {
                LetterTable table = new LetterTable(out());
                selection.read(letters, kafka.production(), all, table::add);
                table.end();
            }
            out().flush();
            return Relais.OK;
        }
    }

    /** Writes each letter as soon as it is read, for as long as somebody reads it. {@return whether there is any} */
    private boolean json(Selection selection, Letters letters, String production, boolean settledToo)
            throws IOException {
        AtomicBoolean any = new AtomicBoolean();
        try (SequenceWriter array = JSON.writeValuesAsArray(out())) {
            selection.read(letters, production, settledToo, letter -> {
                any.set(true);
                try {
                    array.write(letter.json());
                    return !out().checkError();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
        out().println();
        return any.get();
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = "Shows dead letters as a whole: reason, headers, body, and what became of them.",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {"0:they are shown", "1:there is no such dead letter", "2:wrong usage"},
            footerHeading = "%nExample:%n",
            footer = "  relais dead-letters show training-operation/2@15 --body > corrected.json")
    int show(
            @Mixin Selection selection,
            @Mixin Connection connection,
            @Option(names = "--body", description = "print nothing but the body, to be edited") boolean body,
            @Option(names = "--json", description = "print a JSON array") boolean json)
            throws IOException {
        requireSelection(selection, "show");
        try (Kafka kafka = new Kafka(connection);
                Letters letters = new Letters(kafka)) {
            AtomicBoolean any = new AtomicBoolean();
            if (json) {
                any.set(json(selection, letters, kafka.production(), true));
            } else {
                selection.read(letters, kafka.production(), true, letter -> {
                    any.set(true);
                    if (body) showBody(letter);
                    else show(letter);
                    return !out().checkError();
                });
            }
            out().flush();
            if (!any.get()) throw new CommandFailed("no dead letter is like that");
            return Relais.OK;
        }
    }

    /** What is no text in UTF-8 has to get by the writer, which would put other bytes in its place. */
    private void showBody(Letter letter) {
        byte[] value =
                letter.record().value() == null ? new byte[0] : letter.record().value();
        String text = new String(value, StandardCharsets.UTF_8);
        boolean isText = Arrays.equals(text.getBytes(StandardCharsets.UTF_8), value);
        if (isText) out().print(text);
        else if (!out().checkError()) write(value); // and what stands before it is written now
        out().println();
    }

    private static void write(byte[] bytes) {
        try {
            FileOutputStream out = new FileOutputStream(FileDescriptor.out); // which stays open for others
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void show(Letter letter) {
        out().println(OneLine.of(letter.id() + " " + letter.status() + ", session " + letter.session()));
        Fate fate = letter.fate();
        if (fate != null) out().println(OneLine.of("  " + Letter.tell(fate)));
        for (Header header : letter.record().headers())
            out().println(OneLine.of("  " + header.key() + ": " + text(header)));
        byte[] body = letter.record().value();
        out().println(OneLine.of(body == null ? "" : new String(body, StandardCharsets.UTF_8)));
    }

    private static String text(Header header) {
        return header.value() == null ? "" : Shown.cut(new String(header.value(), StandardCharsets.UTF_8), 200);
    }

    @Command(
            name = "resend",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description = {
                "Puts the original message of each selected dead letter back into its topic, on its partition. Its deadline, if it had one,"
                        + " counts no more."
            },
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                "0:all that were selected are resent",
                "1:one was settled before, or could not be sent; the others are resent",
                "2:wrong usage"
            },
            footerHeading = "%nExample:%n",
            footer = "  relais dead-letters resend training-operation/2@15 --edit @corrected.json")
    int resend(
            @Mixin Selection selection,
            @Mixin Connection connection,
            @Option(
                            names = "--edit",
                            paramLabel = "@FILE",
                            description =
                                    "send this body instead: JSON, @file, or - for the standard input; for one dead letter only")
                    @Nullable
                    String edit)
            throws IOException {
        requireSelection(selection, "resend");
        byte[] body = edit == null ? null : Body.read(edit);
        return settle(selection, connection, body, false);
    }

    @Command(
            name = "discard",
            mixinStandardHelpOptions = true,
            sortOptions = false,
            description =
                    "Notes that the selected dead letters are not wanted any more. They stay in their topic, and can't be resent.",
            exitCodeListHeading = "%nExit codes:%n",
            exitCodeList = {
                "0:all that were selected are discarded",
                "1:one was settled before; the others are discarded",
                "2:wrong usage"
            },
            footerHeading = "%nExample:%n",
            footer = "  relais dead-letters discard --component service-csv --where 'error=*missing*'")
    int discard(@Mixin Selection selection, @Mixin Connection connection) {
        requireSelection(selection, "discard");
        return settle(selection, connection, null, true);
    }

    private int settle(Selection selection, Connection connection, byte @Nullable [] body, boolean discard) {
        try (Kafka kafka = new Kafka(connection);
                Letters letters = new Letters(kafka)) {
            String production = kafka.production();
            Resending resending =
                    discard ? null : new Resending(production, letters.topics().keySet());
            try (Settling settling = new Settling(kafka, letters.settled(), resending, body, out(), err())) {
                if (body == null) {
                    selection.read(letters, production, false, letter -> {
                        settling.take(letter);
                        return true; // also if nobody reads what is told of it
                    });
                } else selection.only(letters, production).ifPresent(settling::take);
                return settling.end() ? Relais.OK : Relais.FAILED;
            }
        }
    }

    private void requireSelection(Selection selection, String verb) {
        if (!selection.isEmpty()) return;
        throw new ParameterException(
                Objects.requireNonNull(spec).subcommands().getOrDefault(verb, spec.commandLine()),
                "say which dead letters: by id, --component or --where");
    }

    private PrintWriter out() {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }

    private PrintWriter err() {
        return Objects.requireNonNull(spec).commandLine().getErr();
    }
}
