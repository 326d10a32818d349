package org.relais.launcher;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one may choose about a run. Mutable: fill it in, then give it to {@link Production#start}.
 */
public final class ProductionOptions {
    final Path home;
    final Path data;
    Path productionFile;

    @Nullable
    Path csv;

    int kafkaPort;
    int postgresPort;
    boolean durable;
    boolean ownPlaces;

    /** What components inherit. */
    Map<String, String> environment = System.getenv();

    final Map<String, Map<String, String>> settings = new LinkedHashMap<>();
    final Map<String, Integer> copies = new LinkedHashMap<>();

    /**
     * Takes the production that the clone brings along.
     *
     * @param home the clone, see {@link Home}
     * @param data where everything lives
     */
    public ProductionOptions(Path home, Path data) {
        this.home = home;
        this.data = data;
        this.productionFile = home.resolve("production.yml");
    }

    /** Runs another production. */
    public ProductionOptions productionFile(Path file) {
        productionFile = file;
        return this;
    }

    /** Puts this file into the input folder instead of the sample. */
    public ProductionOptions csv(Path file) {
        csv = file;
        return this;
    }

    /** The broker's port; without it, or with 0, the one of the last run, 9092, or another free one. */
    public ProductionOptions kafkaPort(int port) {
        kafkaPort = port;
        return this;
    }

    /** PostgreSQL's port; without it, or with 0, the one of the last run, 5432, or another free one. */
    public ProductionOptions postgresPort(int port) {
        postgresPort = port;
        return this;
    }

    /** Whether the broker forces each record to the disk before it acknowledges it. */
    public ProductionOptions durable(boolean on) {
        durable = on;
        return this;
    }

    /**
     * Keeps to the data directory: folders, files and databases that the environment or the production file names are left alone. For a
     * run that must not touch what the user works with.
     */
    public ProductionOptions ownPlaces() {
        ownPlaces = true;
        set("service-csv", "filename", Input.SAMPLE);
        return set("file-operation", "filename", Components.OUTPUT);
    }

    /** Gives a component a setting, over what the production file says. */
    public ProductionOptions set(String component, String key, String value) {
        settings.computeIfAbsent(component, name -> new LinkedHashMap<>()).put(key, value);
        return this;
    }

    /** Runs that many copies of a component, over what the production file says. */
    public ProductionOptions copies(String component, int count) {
        copies.put(component, count);
        return this;
    }
}
