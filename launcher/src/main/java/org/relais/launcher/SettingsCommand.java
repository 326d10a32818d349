package org.relais.launcher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.relais.messages.ComponentStatus;
import org.relais.messages.OneLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code relais settings}: what is in force, and live changes. */
@Command(
        name = "settings",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis = {
            "relais settings [OPTIONS] [COMPONENT]",
            "relais settings [OPTIONS] COMPONENT set KEY VALUE",
            "relais settings [OPTIONS] COMPONENT revert [KEY]"
        },
        description = {
            "Shows each setting of the running components with its value and origin. 'set' changes one while the component runs,"
                    + " 'revert' takes such a change back, or all of them; both wait until every copy has acknowledged it."
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:they are shown; or the change is in force in every copy, or will be at the next start of what does not run",
            "1:the component refuses the value, or does not run and is to be changed",
            "2:wrong usage, it has no such setting, or the setting is a secret",
            "4:not every copy has acknowledged the change in time"
        },
        footerHeading = "%nExample:%n",
        footer = {
            "  relais settings service-csv",
            "  relais settings service-csv set call.interval '1 s'",
            "  relais settings service-csv revert call.interval"
        })
final class SettingsCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    /** How the status shows a secret. */
    private static final String HIDDEN = "***";

    /** What the settings of Kafka's clients begin with. */
    private static final String CLIENTS = "kafka.";

    @Spec
    private @Nullable CommandSpec spec;

    @Parameters(
            arity = "0..4",
            paramLabel = "COMPONENT set KEY VALUE",
            description = "which component, and what to change")
    private List<String> words = new ArrayList<>();

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = TimeSpan.class,
            description = "how long to wait for all copies (default: 30s)")
    private Duration timeout = Duration.ofSeconds(30);

    @Option(names = "--json", description = "print the settings as JSON, by component and copy")
    private boolean json;

    @Mixin
    private Connection connection = new Connection();

    @Override
    public Integer call() throws JsonProcessingException {
        String verb = words.size() < 2 ? "" : words.get(1);
        if (!verb.isEmpty()
                && !(verb.equals("set") && words.size() == 4)
                && !(verb.equals("revert") && words.size() < 4)) {
            throw new ParameterException(
                    Objects.requireNonNull(spec).commandLine(),
                    "give COMPONENT set KEY VALUE, or COMPONENT revert [KEY]");
        }
        try (Kafka kafka = new Kafka(connection);
                LiveValues values = new LiveValues(kafka)) {
            if (verb.equals("set")) return set(values, words.get(0), words.get(2), words.get(3));
            if (verb.equals("revert")) return revert(values, words.get(0), words.size() == 3 ? words.get(2) : null);
            show(values, words.isEmpty() ? values.components() : words);
            return Relais.OK;
        }
    }

    private void show(LiveValues values, List<String> components) throws JsonProcessingException {
        Map<String, List<ComponentStatus>> all = new LinkedHashMap<>();
        for (String component : components) {
            if (words.isEmpty() && !values.isRunning(component)) continue;
            all.put(component, values.copies(component));
        }
        if (json) out().println(JSON.writeValueAsString(all));
        else table(all).lines().forEach(out()::println);
        if (!json) all.values().forEach(copies -> copies.forEach(this::tellProblems));
        out().flush();
    }

    /** Copies are alike but for what names them: where they differ, each value has a line. */
    private static Table table(Map<String, List<ComponentStatus>> all) {
        Table table = new Table("COMPONENT", "COPY", "SETTING", "VALUE", "ORIGIN");
        all.forEach((component, copies) -> {
            Map<ComponentStatus.Value, List<String>> values = new LinkedHashMap<>();
            copies.forEach(copy -> copy.settings()
                    .forEach(value -> values.computeIfAbsent(value, unused -> new ArrayList<>())
                            .add(copy.copy())));
            values.forEach((value, those) -> table.row(
                    component,
                    those.size() == copies.size() ? "all" : String.join(",", those),
                    value.key(),
                    value.value(),
                    value.origin()));
        });
        return table;
    }

    /** Goes by what was written, not by what is in force: a wrong value is not, and nothing is while no copy runs. */
    private int revert(LiveValues values, String component, @Nullable String key) {
        Set<String> live = values.live(component).keySet();
        if (live.isEmpty() && values.lastHeard(component).isEmpty()) throw values.nobody(component);
        if (key != null && !live.contains(key) && values.isRunning(component)) {
            requireKnown(component, values.copies(component).get(0).settings(), key);
        }
        Set<String> keys = key == null ? live : Set.of(key);
        if (keys.isEmpty()) {
            out().println(component + " has no live settings");
            out().flush();
            return Relais.OK;
        }
        return values.isRunning(component)
                ? change(values, component, keys, null)
                : revertWhileDown(values, component, keys);
    }

    private int set(LiveValues values, String component, String key, String value) {
        if (ComponentProcess.isSecret(key)) throw secret(component, key);
        List<ComponentStatus.Value> known = values.copies(component).get(0).settings();
        requireKnown(component, known, key);
        boolean isHidden = known.stream()
                .anyMatch(each -> each.key().equals(key) && each.value().equals(HIDDEN));
        if (isHidden) throw secret(component, key);
        return change(values, component, Set.of(key), value);
    }

    /** Which settings Kafka's clients have, and what may be set live of them, each copy knows. */
    private static void requireKnown(String component, List<ComponentStatus.Value> known, String key) {
        List<String> keys = known.stream().map(ComponentStatus.Value::key).toList();
        if (!keys.isEmpty() && !keys.contains(key) && !key.startsWith(CLIENTS)) {
            throw new WrongSettings(component + " has no setting '" + key + "': it has " + String.join(", ", keys));
        }
    }

    /** The topic of the live values keeps what is written to it, for everybody who may read it. */
    private static WrongSettings secret(String component, String key) {
        return new WrongSettings(key + " of " + component + " is a secret, and a live value can be read by everybody:"
                + " give it in the environment, and start the component again");
    }

    private int change(LiveValues values, String component, Set<String> keys, @Nullable String value) {
        Change change = values.write(component, keys, value);
        boolean inTime = values.await(component, change::isAcknowledgedBy, timeout);
        return values.acknowledgement(change).tell(inTime, out(), err());
    }

    /** A live value may be the very reason why no copy stays up. */
    private int revertWhileDown(LiveValues values, String component, Set<String> keys) {
        var unused = values.write(component, keys, null);
        keys.forEach(key -> out().println(OneLine.of(
                component + ": " + key + " is taken back; no copy is running, its next start goes by that")));
        out().flush();
        return Relais.OK;
    }

    private void tellProblems(ComponentStatus copy) {
        copy.problems()
                .forEach(problem -> err().println(
                                OneLine.of("relais: " + copy.component() + ", copy " + copy.copy() + ": " + problem)));
        err().flush();
    }

    private PrintWriter out() {
        return Objects.requireNonNull(spec).commandLine().getOut();
    }

    private PrintWriter err() {
        return Objects.requireNonNull(spec).commandLine().getErr();
    }
}
