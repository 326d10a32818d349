package org.relais.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Utils;
import org.relais.messages.BrokerMark;

/**
 * The broker's own process: formats the folder where that is still to be done, then serves until it is stopped. Also what the broker's
 * container runs, in the place of {@code kafka.Kafka}.
 */
final class BrokerMain {
    private BrokerMain() {}

    /**
     * Runs the broker.
     *
     * @param arguments the path of its properties file
     */
    public static void main(String[] arguments) throws IOException, ReflectiveOperationException {
        ParentWatch.exitWithParent();
        Properties settings = Utils.loadProps(arguments[0]);
        settings.setProperty(BrokerMark.SETTING, "true"); // whoever asks the broker for its settings is told of it
        KafkaConfig config = KafkaConfig.fromProps(settings);
        if (!Files.exists(Path.of(config.metadataLogDir(), BrokerSettings.META))) format(arguments[0]);
        KafkaRaftServer server = SoundBroker.server(config);
        Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "stop"));
        start(server);
        server.awaitShutdown();
    }

    /** One that can't start, since its port is taken for instance, ends as Kafka's own main does: its controller would keep the process alive. */
    private static void start(KafkaRaftServer server) {
        try {
            server.startup();
        } catch (RuntimeException e) {
            e.printStackTrace();
            server.shutdown();
            System.err.println("the broker can't start: " + Reason.of(e)); // who started it shows the last line
            System.exit(1);
        }
    }

    private static void format(String settings) {
        String cluster = Uuid.randomUuid().toString();
        int exitCode = StorageTool.execute(
                new String[] {"format", "--ignore-formatted", "--cluster-id", cluster, "--config", settings},
                System.out);
        if (exitCode != 0) throw new IllegalStateException("the broker's folder can't be formatted: " + exitCode);
    }
}
