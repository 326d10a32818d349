package org.relais.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.relais.messages.Ids;
import org.relais.messages.trace.Trace;
import org.relais.messages.trace.Traces;

/** Searches for somebody who waits, while the broker stands still. */
class SearchTest {

    private final TestBroker broker = TestBroker.start();
    private final Production production = new Production(broker);
    private final Traces traces =
            new Traces(production.name(), production.context().clients().search());

    @BeforeEach
    void standStill() throws Exception {
        production.createTopic(TestTopics.PROCESS.in(production.name()));
        assertThat(traces.find(Ids.session(), null).isFound()).isFalse();
        broker.pause();
    }

    @AfterEach
    void stop() throws Exception {
        broker.resume();
        traces.close();
        production.close();
        broker.close();
    }

    @Test
    void searchesGiveUpWithinSeconds() {
        long began = System.nanoTime();
        List<CompletableFuture<Trace>> searches =
                Stream.generate(this::search).limit(4).toList();
        for (CompletableFuture<Trace> search : searches) {
            assertThatThrownBy(search::join).hasCauseInstanceOf(KafkaException.class);
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began))
                .as("5 s for the broker, 10 s for the searches before")
                .isLessThan(Duration.ofSeconds(20));
    }

    @Test
    void theEndOfTheProcessWaitsForNoSearch() throws Exception {
        CompletableFuture<Trace> search = search();
        assertThatThrownBy(() -> search.get(500, TimeUnit.MILLISECONDS)).isInstanceOf(TimeoutException.class);
        long began = System.nanoTime();
        traces.close();
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
        assertThatThrownBy(search::join).hasCauseInstanceOf(KafkaException.class);
        assertThatThrownBy(() -> traces.find(Ids.session(), null)).isInstanceOf(KafkaException.class);
    }

    private CompletableFuture<Trace> search() {
        return CompletableFuture.supplyAsync(
                () -> traces.find(Ids.session(), null), task -> new Thread(task, "search").start());
    }
}
