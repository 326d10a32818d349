package org.relais.launcher;

import java.time.Duration;
import java.util.Set;
import java.util.function.Predicate;
import org.relais.messages.ComponentStatus;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Starts and stops a component by its setting {@code enabled}, which is live. */
final class Switch {
    private static final String ENABLED = "enabled";

    @Parameters(paramLabel = "COMPONENT", description = "the component, as 'relais status' shows it")
    private String component = "";

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = TimeSpan.class,
            description = "how long to wait for all copies (default: 30s)")
    private Duration timeout = Duration.ofSeconds(30);

    @Mixin
    private Connection connection = new Connection();

    /** What is asked for. */
    enum To {
        START("true"),
        STOP("false"),
        RESTART("true");

        private final String value;

        To(String value) {
            this.value = value;
        }

        private boolean isReached(ComponentStatus copy) {
            return copy.parts().stream().allMatch(part -> isReached(part.state()));
        }

        private boolean isReached(String state) {
            return this == STOP
                    ? state.equals("DISABLED")
                    : !state.equals("DISABLED") && !state.equals("STARTING") && !state.equals("STOPPED");
        }
    }

    int turn(To to, CommandLine commandLine) {
        try (Kafka kafka = new Kafka(connection);
                LiveValues values = new LiveValues(kafka)) {
            if (to == To.RESTART) requireOn(values);
            var unused = values.copies(component);
            Change change = values.write(component, Set.of(ENABLED), to.value);
            Predicate<ComponentStatus> done = copy -> change.isRefusedBy(copy) || to.isReached(copy);
            boolean inTime = values.await(component, copy -> change.isAcknowledgedBy(copy) && done.test(copy), timeout);
            return values.acknowledgement(change).tell(inTime, commandLine.getOut(), commandLine.getErr());
        }
    }

    private void requireOn(LiveValues values) {
        boolean off = values.copies(component).stream()
                .flatMap(copy -> copy.settings().stream())
                .anyMatch(value -> value.key().equals(ENABLED) && value.value().equals("false"));
        if (off) throw new CommandFailed(component + " is stopped: start it with 'relais start " + component + "'");
    }
}
