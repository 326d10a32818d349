package org.relais.db;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Settings for tests. */
final class DbSettingsBuilder {

    private String trainingUrl = "jdbc:postgresql://db:5432/IRISAPP";
    private boolean trainingEnabled = true;
    private boolean postgresEnabled = true;
    private boolean productEnabled = true;
    private @Nullable String productUrl;

    DbSettingsBuilder trainingUrl(String url) {
        trainingUrl = url;
        return this;
    }

    DbSettingsBuilder productUrl(String url) {
        productUrl = url;
        return this;
    }

    DbSettingsBuilder enabled(boolean training, boolean postgres, boolean product) {
        trainingEnabled = training;
        postgresEnabled = postgres;
        productEnabled = product;
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
                productEnabled,
                productUrl,
                null,
                null,
                2,
                Duration.ofSeconds(5),
                Duration.ofSeconds(5),
                Duration.ofSeconds(20));
    }
}
