package org.relais.launcher;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.relais.messages.OneLine;
import org.relais.messages.trace.Step;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code relais tail}: messages as they pass. */
@Command(
        name = "tail",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Shows messages as they pass, one a line: requests, replies and dead letters of all components, or of one."
                    + " Goes on until Ctrl-C."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:as many messages as were asked for have been shown",
            "1:the cluster does not answer, or has no such production or component",
            "2:wrong usage",
            "130:stopped by Ctrl-C"
        },
        footerHeading = "%nExample:%n",
        footer = {"  relais tail training-operation", "  relais tail --from-beginning --max 10 --json"})
final class TailCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int BODY = 160;

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "COMPONENT",
            completionCandidates = ComponentNames.class,
            description = "show only what this component receives, gets as replies, or can't process")
    private @Nullable String component;

    @Option(
            names = "--from-beginning",
            description = "begin with the oldest messages, partition by partition, not with what comes now")
    private boolean fromBeginning;

    @Option(names = "--max", paramLabel = "N", description = "end after so many messages")
    private long max = Long.MAX_VALUE;

    @Option(names = "--json", description = "print each message as one line of JSON")
    private boolean json;

    @Mixin
    private Connection connection = new Connection();

    @Override
    public Integer call() {
        AtomicLong left = new AtomicLong(max);
        try (Kafka kafka = new Kafka(connection);
                Follower follower = new Follower(kafka, component, fromBeginning)) {
            Thread hook = new Thread(follower::stop, "stop");
            Runtime.getRuntime().addShutdownHook(hook);
            follower.follow(record -> {
                if (left.getAndDecrement() > 0) print(follower, record);
                return left.get() > 0 && !out().checkError();
            });
            if (!follower.isStopped()) Runtime.getRuntime().removeShutdownHook(hook);
        }
        return Relais.OK;
    }

    private void print(Follower follower, ConsumerRecord<byte[], byte[]> record) {
        Step step = follower.steps().of(record);
        String session = follower.steps().session(record);
        out().println(json ? json(step, session) : line(step, session));
    }

    private static String json(Step step, String session) {
        ObjectNode all = JSON.createObjectNode().put("session", session);
        all.setAll(JSON.<ObjectNode>valueToTree(step));
        return all.toString();
    }

    private static String line(Step step, String session) {
        String said = step.error() == null ? step.body().toString() : step.error() + ": " + step.body();
        String status = step.status() == null ? "" : " " + step.status();
        return OneLine.of(Shown.timeOfDay(step.time()) + "  " + session + "  " + step.from() + " -> " + step.to() + "  "
                + step.type() + status + "  " + Shown.cut(said, BODY));
    }

    private PrintWriter out() {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }
}
