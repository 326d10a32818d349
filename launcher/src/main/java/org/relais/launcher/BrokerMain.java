package org.relais.launcher;

import java.nio.file.Files;
import java.nio.file.Path;
import kafka.Kafka;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;

/** The broker's own process: formats the folder where that is still to be done, then serves until it is stopped. */
final class BrokerMain {
    private BrokerMain() {}

    /**
     * Runs the broker.
     *
     * @param arguments the path of its properties file
     */
    public static void main(String[] arguments) {
        ParentWatch.exitWithParent();
        if (!Files.exists(Path.of(BrokerSettings.FOLDER, "meta.properties"))) format(arguments[0]);
        Kafka.main(arguments);
    }

    private static void format(String settings) {
        String cluster = Uuid.randomUuid().toString();
        int exitCode = StorageTool.execute(
                new String[] {"format", "--ignore-formatted", "--cluster-id", cluster, "--config", settings},
                System.out);
        if (exitCode != 0) throw new IllegalStateException("the broker's folder can't be formatted: " + exitCode);
    }
}
