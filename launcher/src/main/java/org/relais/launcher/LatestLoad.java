package org.relais.launcher;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.coordinator.common.runtime.CoordinatorLoader;
import org.apache.kafka.coordinator.common.runtime.CoordinatorPlayback;
import org.jspecify.annotations.Nullable;

/**
 * How the broker's group coordinator reads what it has to know, without a fault of Kafka 4.3.1's {@code CoordinatorRuntime}: it takes
 * the end of any load of a partition for the end of the one that is under way. A broker that is killed and comes back first loads as the
 * leader that it was, loses that as soon as its new registration counts, and loads again as the next leader. If the machine is so busy
 * that the first load is still under way, its end makes the coordinator answer from what the second one has read until then: groups are
 * told of no offsets or of old ones, and would do again what is done; offsets of transactions that end meanwhile stay pending, so that
 * their groups can't begin at all. Here the end of a load that was followed by another one is not told. Safe for use by several threads.
 *
 * @param <U> the type of a record
 */
final class LatestLoad<U> implements CoordinatorLoader<U> {

    private final CoordinatorLoader<U> kafkas;
    private final Map<TopicPartition, CoordinatorPlayback<U>> latest = new ConcurrentHashMap<>();

    LatestLoad(CoordinatorLoader<U> kafkas) {
        this.kafkas = kafkas;
    }

    @Override
    public CompletableFuture<LoadSummary> load(TopicPartition partition, CoordinatorPlayback<U> coordinator) {
        latest.put(partition, coordinator);
        CompletableFuture<LoadSummary> told = new CompletableFuture<>();
        var unused = kafkas.load(partition, coordinator).whenComplete((summary, failure) -> {
            if (latest.remove(partition, coordinator)) {
                tell(told, summary, failure);
            }
        }); // who waits, waits for what is told
        return told;
    }

    private static void tell(CompletableFuture<LoadSummary> told, LoadSummary summary, @Nullable Throwable failure) {
        if (failure == null) {
            told.complete(summary);
        } else {
            told.completeExceptionally(failure);
        }
    }

    @Override
    public void close() {
        Utils.closeQuietly(kafkas, "the loader of groups");
    }
}
