package org.relais.db;

import java.time.Duration;

/** Settings for tests. */
final class DbSettingsBuilder {

    private String trainingUrl = "jdbc:postgresql://db:5432/IRISAPP";
    private boolean trainingEnabled = true;
    private boolean postgresEnabled = true;

    DbSettingsBuilder trainingUrl(String url) {
        trainingUrl = url;
        return this;
    }

    DbSettingsBuilder enabled(boolean training, boolean postgres) {
        trainingEnabled = training;
        postgresEnabled = postgres;
        return this;
    }

    DbSettings build() {
        return new DbSettings(
                trainingEnabled,
                trainingUrl,
                "postgres",
                "very secret",
                Decision.RANDOM,
                null,
                postgresEnabled,
                "jdbc:postgresql://db:5432/DemoData",
                "postgres",
                "very secret",
                2,
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofSeconds(20));
    }
}
