package org.relais.launcher;

import java.lang.reflect.Field;
import kafka.server.BrokerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.SharedServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.KRaftMetadataCache;
import scala.Option;

/** Kafka's broker, but for what it knows of the cluster: see {@link LeaderlessPartitions}. */
final class SoundBroker extends BrokerServer {

    private SoundBroker(SharedServer shared) {
        super(shared);
    }

    /** A server, not started yet, whose broker is one of these. There is no other way to have it than to put it in the place of Kafka's. */
    static KafkaRaftServer server(KafkaConfig config) throws ReflectiveOperationException {
        KafkaRaftServer server = new KafkaRaftServer(config, Time.SYSTEM);
        SharedServer shared = (SharedServer) field("sharedServer").get(server);
        field("broker").set(server, Option.apply(new SoundBroker(shared)));
        return server;
    }

    private static Field field(String name) throws NoSuchFieldException {
        Field field = KafkaRaftServer.class.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    /** Called once, when it starts, before anything uses it. */
    @Override
    public void metadataCache_$eq(KRaftMetadataCache kafkas) {
        super.metadataCache_$eq(new LeaderlessPartitions(
                config().nodeId(), () -> sharedServer().raftManager().client().kraftVersion()));
    }
}
