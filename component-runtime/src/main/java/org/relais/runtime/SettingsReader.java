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
import org.jspecify.annotations.Nullable;

/**
 * Finds each setting's value, later over earlier: default, production file, environment, command line. Collects everything that is
 * wrong instead of stopping at the first.
 */
final class SettingsReader {

    private static final String KAFKA = "kafka.";

    private final String component;
    private final ProductionFile file;
    private final Map<String, String> environment;
    private final Map<String, String> commandLine;
    private final List<String> problems = new ArrayList<>();
    private final List<Value> values = new ArrayList<>();

    SettingsReader(
            String component, ProductionFile file, Map<String, String> environment, Map<String, String> commandLine) {
        this.component = component;
        this.file = file;
        this.environment = environment;
        this.commandLine = commandLine;
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

    /** {@return what was given for the Kafka clients, by the clients' own names} */
    Map<String, String> kafka() {
        Map<String, String> kafka = new TreeMap<>();
        file.common().forEach((key, value) -> putKafka(kafka, key, value));
        file.of(component).forEach((key, value) -> putKafka(kafka, key, value));
        environment.forEach((name, value) -> putKafka(kafka, fromEnvironment(name), value));
        commandLine.forEach((key, value) -> putKafka(kafka, key, value));
        return kafka;
    }

    /** Complains of keys that no setting has: most likely a slip of the pen. */
    void rejectUnknown(List<Definition> known) {
        List<String> keys = known.stream().map(Definition::key).toList();
        file.of(component).keySet().forEach(key -> rejectUnless(keys, key, "production file"));
        commandLine.keySet().forEach(key -> rejectUnless(keys, key, "command line"));
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

    private Value lookUp(Definition definition) {
        String key = definition.key();
        if (commandLine.containsKey(key)) {
            return new Value(definition, commandLine.get(key), "command line");
        }
        for (String name : List.of(definition.environment(component), "RELAIS_" + Definition.upper(key))) {
            if (environment.containsKey(name)) {
                return new Value(definition, environment.get(name), "environment " + name);
            }
        }
        for (Map<String, String> part : List.of(file.of(component), file.common())) {
            if (part.containsKey(key)) {
                return new Value(definition, part.get(key), "production file");
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
        if (!known.contains(key) && !key.startsWith(KAFKA)) {
            problems.add(key + " (" + origin + "): " + component + " has no such setting, see --help");
        }
    }

    private static void putKafka(Map<String, String> into, String key, String value) {
        if (key.startsWith(KAFKA)) {
            into.put(key.substring(KAFKA.length()), value);
        }
    }

    private static String fromEnvironment(String name) {
        return name.startsWith("RELAIS_KAFKA_")
                ? name.substring("RELAIS_".length())
                        .toLowerCase(java.util.Locale.ROOT)
                        .replace('_', '.')
                : "";
    }

    /**
     * A setting's value with where it came from.
     *
     * @param definition the setting
     * @param text the value, or null if there is none
     * @param origin where it came from
     */
    record Value(Definition definition, @Nullable String text, String origin) {

        /** {@return the value for people: secrets hidden} */
        String shown() {
            return definition.declared().secret() ? "***" : String.valueOf(text);
        }
    }
}
