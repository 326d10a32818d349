package org.relais.runtime;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.relais.messages.ComponentStatus;

/**
 * Finds each setting's value, later over earlier: default, production file, environment, command line, live value. Collects everything
 * that is wrong instead of stopping at the first.
 */
final class SettingsReader {

    private static final String KAFKA = "kafka.";
    private static final String FILE = "production file";
    private static final String ENVIRONMENT = "environment ";
    private static final String COMMAND_LINE = "command line";
    private static final String LIVE = "live";

    private static final String HIDDEN = "***";

    /** Of the clients' settings those that may hold secrets. */
    private static final List<String> SECURITY = List.of(KAFKA + "sasl.", KAFKA + "ssl.");

    private final String component;
    private final ProductionFile file;
    private final Map<String, String> environment;
    private final Map<String, String> commandLine;
    private final Map<String, String> live;
    private final List<String> prefixes = new ArrayList<>(List.of(KAFKA));
    private final List<String> problems = new ArrayList<>();
    private final List<Value> values = new ArrayList<>();

    SettingsReader(
            String component,
            ProductionFile file,
            Map<String, String> environment,
            Map<String, String> commandLine,
            Map<String, String> live) {
        this.component = component;
        this.file = file;
        this.environment = environment;
        this.commandLine = commandLine;
        this.live = live;
    }

    static List<Definition> definitions(Class<? extends Record> type) {
        return Arrays.stream(type.getRecordComponents()).map(Definition::of).toList();
    }

    /**
     * {@return the record with its values, or null if one of them is wrong: then {@link #problems} tells}
     *
     * @param type the record of the settings
     */
    <T extends Record> @Nullable T read(Class<T> type) {
        int before = problems.size();
        Object[] arguments = definitions(type).stream().map(this::resolve).toArray();
        return problems.size() > before ? null : create(type, arguments);
    }

    /** {@return what was given for the Kafka clients, each with its origin, by the clients' own names} */
    Map<String, Given> kafka() {
        Map<String, Given> kafka = new TreeMap<>();
        file.common().forEach((key, value) -> putKafka(kafka, key, value, FILE));
        file.of(component).forEach((key, value) -> putKafka(kafka, key, value, FILE));
        environment.forEach((name, value) -> putKafka(kafka, fromEnvironment(name), value, ENVIRONMENT + name));
        commandLine.forEach((key, value) -> putKafka(kafka, key, value, COMMAND_LINE));
        live.forEach((key, value) -> putKafka(kafka, key, value, LIVE));
        return kafka;
    }

    /** Complains of keys that no setting has: most likely a slip of the pen. */
    void rejectUnknown(List<Definition> known) {
        known.stream().filter(Definition::open).forEach(open -> prefixes.add(open.key() + '.'));
        List<String> keys = known.stream().map(Definition::key).toList();
        file.of(component).keySet().forEach(key -> rejectUnless(keys, key, FILE));
        commandLine.keySet().forEach(key -> rejectUnless(keys, key, COMMAND_LINE));
        live.keySet().forEach(key -> rejectUnless(keys, key, LIVE));
        live.keySet().stream()
                .filter(SettingsReader::isSecurity)
                .forEach(key -> problems.add(key + " (live): can't be set live, everybody could read it"));
        known.stream().filter(Definition::open).forEach(this::rejectLiveBehind);
    }

    private static boolean isSecurity(String key) {
        return SECURITY.stream().anyMatch(key::startsWith);
    }

    /** Complains of live values where a live value can't be. */
    private void rejectLive(Definition definition) {
        if (definition.declared().secret()) {
            problems.add(definition.key() + " (live): a secret can't be set live, everybody could read it");
        } else if (definition.declared().identity()) {
            problems.add(definition.key() + " (live): can't change while the component runs");
        }
    }

    private void rejectLiveBehind(Definition open) {
        if (live.keySet().stream().anyMatch(key -> key.startsWith(open.key() + '.'))) {
            problems.add(open.key() + " (live): can't be set live, everybody could read it");
        }
    }

    /** {@return everything that is wrong} */
    List<String> problems() {
        return problems;
    }

    /** {@return every setting read so far, with its origin} */
    List<Value> values() {
        return values;
    }

    private @Nullable Object resolve(Definition definition) {
        if (definition.open()) {
            return resolveOpen(definition);
        }
        Value value = lookUp(definition);
        values.add(value);
        if (value.text() == null) {
            if (definition.required()) {
                problems.add(definition.key() + " is missing: "
                        + definition.declared().description());
            }
            return null;
        }
        try {
            return definition.parse(value.text());
        } catch (IllegalArgumentException e) {
            problems.add(definition.key() + " = " + value.shown() + " (" + value.origin() + "): " + e.getMessage());
            return null;
        }
    }

    /** Their values may be secrets: only their names are told. */
    private Map<String, String> resolveOpen(Definition definition) {
        String prefix = definition.key() + '.';
        String variable = definition.environment(component) + '_';
        Map<String, String> found = new TreeMap<>();
        file.common().forEach((key, value) -> put(found, prefix, key, value));
        file.of(component).forEach((key, value) -> put(found, prefix, key, value));
        environment.forEach((name, value) -> {
            if (name.startsWith(variable)) {
                found.put(dotted(name.substring(variable.length())), value);
            }
        });
        commandLine.forEach((key, value) -> put(found, prefix, key, value));
        values.add(new Value(
                definition,
                found.isEmpty() ? null : String.join(", ", found.keySet()),
                found.isEmpty() ? "default" : "given"));
        return found;
    }

    private Value lookUp(Definition definition) {
        String key = definition.key();
        if (live.containsKey(key)) {
            rejectLive(definition);
            return new Value(definition, live.get(key), LIVE);
        }
        if (commandLine.containsKey(key)) {
            return new Value(definition, commandLine.get(key), COMMAND_LINE);
        }
        for (String name : List.of(definition.environment(component), "RELAIS_" + Definition.upper(key))) {
            if (environment.containsKey(name)) {
                return new Value(definition, environment.get(name), ENVIRONMENT + name);
            }
        }
        for (Map<String, String> part : List.of(file.of(component), file.common())) {
            if (part.containsKey(key)) {
                return new Value(definition, part.get(key), FILE);
            }
        }
        return new Value(definition, definition.byDefault(), "default");
    }

    private <T extends Record> @Nullable T create(Class<T> type, @Nullable Object[] arguments) {
        try {
            Class<?>[] types = Arrays.stream(type.getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new);
            Constructor<T> constructor = type.getDeclaredConstructor(types);
            constructor.setAccessible(true);
            return constructor.newInstance(arguments);
        } catch (InvocationTargetException e) {
            problems.add(String.valueOf(Objects.requireNonNull(e.getCause()).getMessage()));
            return null;
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("a settings record that can't be made: " + type, e);
        }
    }

    private void rejectUnless(List<String> known, String key, String origin) {
        if (!known.contains(key) && prefixes.stream().noneMatch(key::startsWith)) {
            problems.add(key + " (" + origin + "): " + component + " has no such setting, see --help");
        }
    }

    private static void putKafka(Map<String, Given> into, String key, String value, String origin) {
        if (key.startsWith(KAFKA)) {
            into.put(key.substring(KAFKA.length()), new Given(value, origin));
        }
    }

    private static void put(Map<String, String> into, String prefix, String key, String value) {
        if (key.startsWith(prefix)) {
            into.put(key.substring(prefix.length()), value);
        }
    }

    private static String dotted(String variable) {
        return variable.toLowerCase(java.util.Locale.ROOT).replace('_', '.');
    }

    private static String fromEnvironment(String name) {
        return name.startsWith("RELAIS_KAFKA_")
                ? name.substring("RELAIS_".length())
                        .toLowerCase(java.util.Locale.ROOT)
                        .replace('_', '.')
                : "";
    }

    /**
     * What somebody gave.
     *
     * @param text the value
     * @param origin where it came from
     */
    record Given(String text, String origin) {

        static Map<String, String> texts(Map<String, Given> given) {
            return given.entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, each -> each.getValue().text()));
        }

        /**
         * {@return it for people: what may hold a secret is hidden}
         *
         * @param key what the clients call it
         */
        ComponentStatus.Value shown(String key) {
            boolean isOpen = KafkaClients.isKnownAndOpen(key) && !isSecurity(KAFKA + key);
            return new ComponentStatus.Value(KAFKA + key, isOpen ? text : HIDDEN, origin);
        }
    }

    /**
     * A setting's value with where it came from.
     *
     * @param definition the setting
     * @param text the value, or null if there is none
     * @param origin where it came from
     */
    record Value(Definition definition, @Nullable String text, String origin) {

        /** {@return the value for people: secrets hidden; empty if there is none} */
        String shown() {
            return text == null ? "" : definition.declared().secret() ? HIDDEN : text;
        }
    }
}
