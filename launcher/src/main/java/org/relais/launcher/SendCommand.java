package org.relais.launcher;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.relais.messages.OneLine;
import org.relais.messages.trace.Step;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code relais send}: a test message to any component, and its reply. */
@Command(
        name = "send",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = {
            "Sends a test message to a component, waits for the reply, and prints it with the session's id. The message is a"
                    + " session of its own, and what it causes is real. A service takes no messages: what it would send is"
                    + " sent in its name."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:the reply says ok",
            "1:the reply says error, or the message can't be sent",
            "2:wrong usage, or the body is no JSON",
            "4:no reply came in time; the work goes on"
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  relais send kafka-operation --type KafkaTestMessage --body '{\"name\":\"test\",\"price\":10}'",
            "  relais send router --body @formation.json"
        })
final class SendCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            paramLabel = "COMPONENT",
            completionCandidates = ComponentNames.class,
            description = "a component or one of its jobs, such as router, training-operation or service-csv")
    private String component = "";

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description = "the body's type (default: the first one the component takes)")
    private @Nullable String type;

    @Option(
            names = "--body",
            paramLabel = "JSON|@FILE|-",
            required = true,
            description = "the message itself, a file with it, or - to read it from the standard input")
    private String body = "";

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = TimeSpan.class,
            description = "how long to wait for the reply (default: 30s)")
    private Duration timeout = Duration.ofSeconds(30);

    @Option(names = "--json", description = "print session and reply as one JSON object")
    private boolean json;

    @Mixin
    private Connection connection = new Connection();

    @Override
    public Integer call() throws IOException {
        Recipient recipient = Recipient.of(component, type);
        byte[] bytes = Body.read(body);
        try (Kafka kafka = new Kafka(connection);
                Exchange exchange = new Exchange(kafka, recipient)) {
            String session = exchange.send(type, bytes);
            if (!json) out().println("session " + session);
            out().flush();
            Step reply = exchange.awaitReply(timeout);
            tell(session, reply);
            if (reply == null) return Relais.TIMED_OUT;
            return "ok".equals(reply.status()) ? Relais.OK : Relais.FAILED;
        }
    }

    private void tell(String session, @Nullable Step reply) {
        if (json) {
            ObjectNode all = JSON.createObjectNode().put("session", session);
            all.set("reply", JSON.valueToTree(reply));
            out().println(all);
        } else if (reply != null) {
            out().println(OneLine.of(reply.status() + " from " + reply.from() + ": " + reply.type()));
            out().println(OneLine.of(reply.body().toString()));
        }
        if (reply == null) {
            err().println("relais: no reply came in time, but the work goes on: look with 'relais trace " + session
                    + "'");
        }
        out().flush();
    }

    private PrintWriter out() {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }

    private PrintWriter err() {
        return Objects.requireNonNull(spec).commandLine().getErr();
    }
}
