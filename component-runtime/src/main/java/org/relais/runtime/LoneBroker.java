package org.relais.runtime;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.config.ConfigResource;

/**
 * A cluster that can't keep what is promised: a single broker of Kafka 4.3 or 4.4 breaks transactions when it is killed
 * (<a href="https://issues.apache.org/jira/browse/KAFKA-20734">KAFKA-20734</a>). The one of {@code ./relais run} does not, and says so by
 * its settings. What version another one has nobody is told.
 */
final class LoneBroker {

    private LoneBroker() {}

    /**
     * Asks whether a cluster is such a broker, without waiting for the answer.
     *
     * @param mark the name of the setting that a broker has which does not break them
     * @return what to tell of it, or nothing; fails where the cluster does not answer, or may not be asked
     */
    static CompletionStage<Optional<String>> in(Admin admin, String mark) {
        return admin.describeCluster()
                .nodes()
                .toCompletionStage()
                .thenCompose(nodes -> nodes.size() == 1
                        ? in(admin, mark, nodes.iterator().next())
                        : CompletableFuture.completedStage(Optional.empty()));
    }

    private static CompletionStage<Optional<String>> in(Admin admin, String mark, Node broker) {
        ConfigResource settings = new ConfigResource(ConfigResource.Type.BROKER, broker.idString());
        return admin.describeConfigs(List.of(settings))
                .all()
                .toCompletionStage()
                .thenApply(found -> found.values().stream().allMatch(each -> each.get(mark) == null)
                        ? Optional.of(warning(broker))
                        : Optional.empty());
    }

    private static String warning(Node broker) {
        return "the cluster is a single broker, " + broker.host() + ":" + broker.port()
                + ": if it is one of Kafka 4.3 or 4.4 it breaks transactions when it is killed, so that messages are processed twice or never;"
                + " see docs/cluster.md";
    }
}
