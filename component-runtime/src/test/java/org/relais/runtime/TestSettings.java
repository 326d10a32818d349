package org.relais.runtime;

import java.util.Map;
import java.util.Objects;

/** Settings as a component would read them from its command line. */
final class TestSettings {

    private TestSettings() {}

    static RuntimeSettings of(Map<String, String> given) {
        SettingsReader reader = new SettingsReader("test", ProductionFile.none(), Map.of(), given, Map.of());
        return Objects.requireNonNull(
                reader.read(RuntimeSettings.class), () -> reader.problems().toString());
    }
}
