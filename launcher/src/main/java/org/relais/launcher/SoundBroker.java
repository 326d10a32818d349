package org.relais.launcher;

import java.lang.reflect.Field;
import kafka.server.BrokerServer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.SharedServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.coordinator.common.runtime.CoordinatorLoader;
import org.apache.kafka.coordinator.common.runtime.CoordinatorRuntime;
import org.apache.kafka.coordinator.group.GroupCoordinator;
import org.apache.kafka.coordinator.group.GroupCoordinatorService;
import org.apache.kafka.metadata.KRaftMetadataCache;
import scala.Option;

/** Kafka's broker, but for two faults: see {@link LeaderlessPartitions} and {@link LatestLoad}. */
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
        return field(KafkaRaftServer.class, name);
    }

    private static Field field(Class<?> type, String name) throws NoSuchFieldException {
        Field field = type.getDeclaredField(name);
        field.setAccessible(true);
        return field;
    }

    /** Called once, when it starts, before anything uses it. */
    @Override
    public void metadataCache_$eq(KRaftMetadataCache kafkas) {
        super.metadataCache_$eq(new LeaderlessPartitions(
                config().nodeId(), () -> sharedServer().raftManager().client().kraftVersion()));
    }

    /** Called once, when it starts, before anything uses it; by null when it stops. */
    @Override
    public void groupCoordinator_$eq(GroupCoordinator kafkas) {
        if (kafkas instanceof GroupCoordinatorService) {
            tellLatestLoads(kafkas);
        }
        super.groupCoordinator_$eq(kafkas);
    }

    /** There is no other way to its loader, either. */
    private static void tellLatestLoads(GroupCoordinator coordinator) {
        try {
            Object runtime = field(GroupCoordinatorService.class, "runtime").get(coordinator);
            Field loader = field(CoordinatorRuntime.class, "loader");
            loader.set(runtime, new LatestLoad<>((CoordinatorLoader<?>) loader.get(runtime)));
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this is not the Kafka that the launcher was written for", e);
        }
    }
}
