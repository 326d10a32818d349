package org.relais.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.relais.messages.ComponentStatus;

/**
 * A component's settings as they are in force together.
 *
 * @param own the component's own
 * @param runtime those that every component has
 * @param clients what was given for the Kafka clients
 * @param values each with its origin
 */
record Configuration<T extends Record>(
        T own, RuntimeSettings runtime, Map<String, SettingsReader.Given> clients, List<SettingsReader.Value> values) {

    /** {@return the settings of the Kafka clients} */
    Map<String, String> kafka() {
        return SettingsReader.Given.texts(clients);
    }

    /** {@return each value as the status topic tells it: secrets hidden} */
    List<ComponentStatus.Value> shown() {
        return Stream.concat(
                        values.stream()
                                .map(value -> new ComponentStatus.Value(
                                        value.definition().key(), value.shown(), value.origin())),
                        clients.entrySet().stream().map(each -> each.getValue().shown(each.getKey())))
                .toList();
    }

    /**
     * Where a component's settings come from before it runs.
     *
     * @param component its name
     * @param type the record of its own settings
     * @param file the production file
     * @param environment the environment's variables
     * @param commandLine what the command line says, by key
     */
    record Source<T extends Record>(
            String component,
            Class<T> type,
            ProductionFile file,
            Map<String, String> environment,
            Map<String, String> commandLine) {

        /**
         * {@return the configuration, or null if something is wrong with it}
         *
         * @param live the live values, by key
         * @param problems takes all that is wrong
         */
        @Nullable
        Configuration<T> read(Map<String, String> live, List<String> problems) {
            SettingsReader reader = new SettingsReader(component, file, environment, commandLine, live);
            T own = reader.read(type);
            RuntimeSettings runtime = reader.read(RuntimeSettings.class);
            List<Definition> known = new ArrayList<>(SettingsReader.definitions(type));
            known.addAll(SettingsReader.definitions(RuntimeSettings.class));
            reader.rejectUnknown(known);
            problems.addAll(reader.problems());
            Map<String, SettingsReader.Given> clients = reader.kafka();
            if (runtime != null) {
                String whose = live.isEmpty() ? "kafka: " : "kafka (live): ";
                Map<String, String> kafka = SettingsReader.Given.texts(clients);
                List<String> wrong = new KafkaClients(runtime, kafka).problems();
                wrong.forEach(problem -> problems.add(whose + problem));
                if (own instanceof OutsideTopic.Owner owner) {
                    owner.outside().clients(runtime, kafka).outsideProblems(owner.writes()).stream()
                            .filter(problem -> !wrong.contains(problem))
                            .forEach(problem -> problems.add("outside.kafka: " + problem));
                }
            }
            return problems.isEmpty()
                    ? new Configuration<>(
                            Objects.requireNonNull(own),
                            Objects.requireNonNull(runtime),
                            clients,
                            List.copyOf(reader.values()))
                    : null;
        }
    }
}
