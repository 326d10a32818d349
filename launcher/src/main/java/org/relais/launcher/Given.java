package org.relais.launcher;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is given for the settings of components, as they find it themselves: on the command line, else in the environment, which
 * they inherit, else in the production file.
 */
final class Given {
    private final ProductionOptions options;
    private final ProductionFile file;

    Given(ProductionOptions options, ProductionFile file) {
        this.options = options;
        this.file = file;
    }

    Optional<String> find(String component, String key) {
        Optional<String> here = find(options.settings.get(component), key);
        return options.ownPlaces ? here : here.or(() -> found(component, key));
    }

    private Optional<String> found(String component, String key) {
        return find(options.environment, ComponentProcess.variable(component, key))
                .or(() -> find(options.environment, ComponentProcess.variable("", key)))
                .or(() -> Optional.ofNullable(file.components().get(component))
                        .flatMap(described -> find(described.given(), key)))
                .or(() -> find(file.common(), key));
    }

    private static Optional<String> find(@Nullable Map<String, String> given, String key) {
        return given == null ? Optional.empty() : Optional.ofNullable(given.get(key));
    }
}
