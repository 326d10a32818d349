package org.relais.launcher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code relais status}: how the production is. */
@Command(
        name = "status",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Shows the components of a production: their copies and states, how many messages wait, how many a second are"
                    + " processed, and the dead letters that nobody has resent or discarded."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the status is shown",
            "1:the cluster does not answer, or has no such production",
            "2:wrong usage"
        },
        footerHeading = "%nExample:%n",
        footer = {"  relais status", "  relais status --watch --interval 5s"})
final class StatusCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectMapper INDENTED = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
    private static final String CLEAR = "\033[H\033[2J";

    @Spec
    private @Nullable CommandSpec spec;

    @Option(names = "--json", description = "print it as JSON; with --watch one object a line")
    private boolean json;

    @Option(names = "--watch", description = "show it again and again, until Ctrl-C")
    private boolean watch;

    @Option(
            names = "--interval",
            paramLabel = "TIME",
            converter = TimeSpan.class,
            description = "the time over which rates are taken (default: 400ms, with --watch 2s)")
    private @Nullable Duration interval;

    @Mixin
    private Connection connection = new Connection();

    @Override
    public Integer call() throws ExecutionException, InterruptedException, JsonProcessingException {
        long pause = (interval == null ? Duration.ofMillis(watch ? 2_000 : 400) : interval).toMillis();
        try (Kafka kafka = new Kafka(connection);
                StatusReader reader = new StatusReader(kafka)) {
            var unused = reader.look();
            do {
                TimeUnit.MILLISECONDS.sleep(pause);
                print(reader.look());
            } while (watch && !out().checkError());
        }
        return Relais.OK;
    }

    private void print(ProductionStatus status) throws JsonProcessingException {
        if (json) out().println((watch ? JSON : INDENTED).writeValueAsString(status));
        else {
            if (watch && System.getProperty("relais.terminal", "").contains("1")) out().print(CLEAR);
            StatusTable.of(status).forEach(out()::println);
        }
        out().flush();
    }

    private PrintWriter out() {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }
}
