package org.relais.launcher;

import java.util.Properties;

/** The broker's {@code server.properties}: those of a single node that starts fast and keeps everything. */
final class BrokerSettings {
    /** Relative to the data directory, which is the broker's working folder: {@code log.dirs} can't hold a comma. */
    static final String FOLDER = "kafka";

    /** What formatting leaves in that folder. */
    static final String META = "meta.properties";

    /** On fewer processors more threads only hand requests to each other, and each such change of threads costs. */
    private static final int ENOUGH_PROCESSORS = 4;

    private BrokerSettings() {}

    static Properties of(int port, int controllerPort, boolean durable) {
        Properties settings = new Properties();
        identity(settings, port, controllerPort);
        singleNode(settings);
        size(settings);
        // Everything stays: a trace that forgets after a week is none. People delete topics, time does not.
        settings.setProperty("log.retention.ms", "-1");
        // A component that was stopped for a week goes on where it was, too.
        settings.setProperty("offsets.retention.minutes", Integer.toString(Integer.MAX_VALUE));
        settings.setProperty("auto.create.topics.enable", "false");
        // The default refuses what comes from a clock that is an hour ahead: that component could do nothing any more.
        settings.setProperty("log.message.timestamp.after.max.ms", Long.toString(Long.MAX_VALUE));
        if (durable) settings.setProperty("log.flush.interval.messages", "1");
        return settings;
    }

    private static void identity(Properties settings, int port, int controllerPort) {
        settings.setProperty("process.roles", "broker,controller");
        settings.setProperty("node.id", "1");
        settings.setProperty(
                "listeners", "PLAINTEXT://127.0.0.1:" + port + ",CONTROLLER://127.0.0.1:" + controllerPort);
        settings.setProperty("advertised.listeners", "PLAINTEXT://127.0.0.1:" + port);
        settings.setProperty("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        settings.setProperty("inter.broker.listener.name", "PLAINTEXT");
        settings.setProperty("controller.listener.names", "CONTROLLER");
        // Static voters are not stored in the metadata, so the controller's port may change with every start.
        settings.setProperty("controller.quorum.voters", "1@127.0.0.1:" + controllerPort);
        settings.setProperty("log.dirs", FOLDER);
    }

    private static void singleNode(Properties settings) {
        for (String topic : new String[] {"offsets.topic", "transaction.state.log", "share.coordinator.state.topic"}) {
            settings.setProperty(topic + ".replication.factor", "1");
            settings.setProperty(topic + ".num.partitions", "8");
        }
        settings.setProperty("transaction.state.log.min.isr", "1");
        settings.setProperty("share.coordinator.state.topic.min.isr", "1");
        settings.setProperty("group.initial.rebalance.delay.ms", "0");
        // After SIGKILL the controller takes the new broker for a second one until the old one's session is over. A
        // shorter session would make that faster; but a broker that a starved machine keeps from its heartbeats for
        // longer than its session loses all its partitions, and Kafka 4.3.1 makes mistakes when it gets them back.
        settings.setProperty("broker.session.timeout.ms", "9000");
        settings.setProperty("broker.heartbeat.interval.ms", "500");
        // What a copy that died left open is looked for every 10 s by default, beside the time-out of 10 s itself.
        settings.setProperty("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000");
        // Back-to-back transactions wait for the marker of the one before; the default of 20 ms would be their rhythm.
        settings.setProperty("add.partitions.to.txn.retry.backoff.ms", "2");
    }

    private static void size(Properties settings) {
        boolean many = Runtime.getRuntime().availableProcessors() >= ENOUGH_PROCESSORS;
        settings.setProperty("num.network.threads", many ? "2" : "1");
        settings.setProperty("num.io.threads", many ? "4" : "2");
        settings.setProperty("group.coordinator.threads", many ? "4" : "1");
        settings.setProperty("background.threads", "4");
        // After SIGKILL what follows the last full segment is read again, so segments stay small.
        settings.setProperty("log.segment.bytes", Integer.toString(128 << 20));
        // The default takes 128 MiB of the heap, for compacted topics that are tiny here.
        settings.setProperty("log.cleaner.dedupe.buffer.size", Integer.toString(16 << 20));
    }
}
