package org.relais.launcher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.PrintWriter;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.relais.messages.trace.Trace;
import org.relais.messages.trace.Traces;
import org.relais.messages.trace.UnknownTimeException;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code relais trace}: everything that happened in one session. */
@Command(
        name = "trace",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Shows all messages of a session in their order: who sent what to whom, when, and how long the reply took. They"
                    + " are found in the topics themselves, by the time or place that the session's id holds."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the session is shown",
            "1:there is no message of it (any more), or the cluster does not answer",
            "2:wrong usage"
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  relais trace 019a0000-0000-7abc-8000-0123456789ab",
            "  relais trace 019a0000-0000-7abc-8000-0123456789ab --mermaid > session.mmd"
        })
final class TraceCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(paramLabel = "SESSION", description = "the session's id, or that of one of its messages")
    private String session = "";

    @ArgGroup
    private Form form = new Form();

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description =
                    "where to begin to look, for an id that somebody made up: 2026-11-22T10:00:00Z, or 2h for two hours ago")
    private @Nullable String since;

    @Option(names = "--bodies", description = "show whole bodies, up to 4 MiB in all")
    private boolean bodies;

    @Mixin
    private Connection connection = new Connection();

    /** One of these, or the table. */
    static final class Form {
        @Option(names = "--json", description = "print it as JSON")
        private boolean json;

        @Option(names = "--mermaid", description = "print it as a Mermaid sequence diagram")
        private boolean mermaid;
    }

    @Override
    public Integer call() throws JsonProcessingException {
        Trace trace;
        try (Traces traces = new Traces(connection.production(), connection.client())) {
            trace = traces.find(session, since());
        } catch (UnknownTimeException e) {
            throw new WrongSettings(e.getMessage() + ": say it with --since", e);
        }
        if (!trace.isFound()) {
            throw new CommandFailed("there is no message of session " + trace.session() + " in production '"
                    + connection.production() + "': is the id right, and has retention left its messages?");
        }
        print(trace);
        return Relais.OK;
    }

    private void print(Trace trace) throws JsonProcessingException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        if (form.json) out.println(JSON.writeValueAsString(trace));
        else if (form.mermaid) SequenceDiagram.of(trace).forEach(out::println);
        else TraceTable.of(trace, bodies).forEach(out::println);
        out.flush();
    }

    private @Nullable Instant since() {
        if (since == null) return null;
        try {
            return since.contains("T") && since.contains("-")
                    ? java.time.OffsetDateTime.parse(since).toInstant()
                    : Instant.now().minus(span(since));
        } catch (DateTimeException | TypeConversionException e) {
            throw new WrongSettings("--since " + since + " is no time such as 2026-11-22T10:00:00Z, nor a duration", e);
        }
    }

    private static Duration span(String text) {
        return new TimeSpan().convert(text);
    }
}
