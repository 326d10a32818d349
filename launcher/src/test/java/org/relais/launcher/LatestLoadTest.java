package org.relais.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.requests.TransactionResult;
import org.apache.kafka.coordinator.common.runtime.CoordinatorLoader;
import org.apache.kafka.coordinator.common.runtime.CoordinatorLoader.LoadSummary;
import org.apache.kafka.coordinator.common.runtime.CoordinatorPlayback;
import org.junit.jupiter.api.Test;

/** Loads that end when the test says so: on a real broker it takes a starved machine. */
class LatestLoadTest {
    private static final TopicPartition OFFSETS = new TopicPartition("__consumer_offsets", 3);
    private static final TopicPartition OTHERS = new TopicPartition("__consumer_offsets", 4);
    private static final LoadSummary SUMMARY = new LoadSummary(1, 2, 0, 10, 100);

    private final Held held = new Held();
    private final LatestLoad<String> loads = new LatestLoad<>(held);

    @Test
    void theEndOfALoadIsNotTakenForThatOfTheNextOne() {
        CompletableFuture<LoadSummary> first = loads.load(OFFSETS, new Nothing());
        CompletableFuture<LoadSummary> second = loads.load(OFFSETS, new Nothing());
        held.next().complete(SUMMARY);
        assertThat(first).isNotDone();
        assertThat(second).isNotDone();
        held.next().complete(SUMMARY);
        assertThat(first).isNotDone();
        assertThat(second).isCompletedWithValue(SUMMARY);
    }

    @Test
    void theFailureOfALoadIsNotTakenForThatOfTheNextOne() {
        CompletableFuture<LoadSummary> first = loads.load(OFFSETS, new Nothing());
        CompletableFuture<LoadSummary> second = loads.load(OFFSETS, new Nothing());
        held.next().completeExceptionally(new IllegalStateException("no longer the leader"));
        assertThat(first).isNotDone();
        assertThat(second).isNotDone();
        held.next().completeExceptionally(new IllegalStateException("unreadable"));
        assertThat(second).isCompletedExceptionally();
    }

    @Test
    void partitionsHaveNothingToDoWithEachOther() {
        CompletableFuture<LoadSummary> first = loads.load(OFFSETS, new Nothing());
        CompletableFuture<LoadSummary> other = loads.load(OTHERS, new Nothing());
        held.next().complete(SUMMARY);
        assertThat(first).isCompletedWithValue(SUMMARY);
        assertThat(other).isNotDone();
    }

    /** In the order in which they were asked for. */
    private static final class Held implements CoordinatorLoader<String> {
        private final Deque<CompletableFuture<LoadSummary>> pending = new ArrayDeque<>();

        CompletableFuture<LoadSummary> next() {
            return pending.remove();
        }

        @Override
        public CompletableFuture<LoadSummary> load(TopicPartition partition, CoordinatorPlayback<String> coordinator) {
            CompletableFuture<LoadSummary> load = new CompletableFuture<>();
            pending.add(load);
            return load;
        }

        @Override
        public void close() {}
    }

    private static final class Nothing implements CoordinatorPlayback<String> {
        @Override
        public void replay(long offset, long producerId, short producerEpoch, String record) {}

        @Override
        public void replayEndTransactionMarker(long producerId, short producerEpoch, TransactionResult result) {}

        @Override
        public void updateLastWrittenOffset(long offset) {}

        @Override
        public void updateLastCommittedOffset(long offset) {}
    }
}
