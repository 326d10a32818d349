package org.relais.messages.trace;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.relais.messages.Place;

/**
 * Finds all messages of a session in the topics of a production: no index, no store. A session's id tells when it began (a UUIDv7)
 * or where (of an injected message, topic, partition and offset); its messages are read from then on, on the one partition number
 * that a session stays on.
 *
 * <p>Reading stops when the messages after those found were sent more than {@link #WINDOW} later, unless a call is still unanswered or
 * there is little left to read anyway; it goes on where a dead letter of the session was resent. Senders' clocks may differ by
 * {@link #SKEW}.
 *
 * <p>Safe for use by several threads, one search at a time.
 */
public final class Traces implements AutoCloseable {

    /** How long after the last message found another one of the session is looked for. */
    public static final Duration WINDOW = Duration.ofSeconds(10);

    /** How far the clocks of senders may be apart. */
    public static final Duration SKEW = Duration.ofSeconds(2);

    private static final Duration JUST = Duration.ofMinutes(1);
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final ReentrantLock searching = new ReentrantLock();
    private final ProductionTopics topics;
    private final Consumer<byte[], byte[]> consumer;

    /**
     * Connects with the first search.
     *
     * @param production the production's name
     * @param client what every Kafka client needs: {@code bootstrap.servers}, and the settings of TLS and SASL if there are any
     */
    public Traces(String production, Map<String, Object> client) {
        this.topics = new ProductionTopics(production, client);
        this.consumer = new KafkaConsumer<>(config(client), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /**
     * Finds a session's messages.
     *
     * @param id the session's id, or that of any of its messages if it is made of the session's
     * @param since when the session began, or earlier; needed only for an id that somebody made up, or that comes from outside the production
     * @return its messages; none if there are none (any more)
     * @throws UnknownTimeException if the id does not tell when the session began, and {@code since} is null
     * @throws KafkaException if the cluster does not answer, another search takes very long, or this is closed
     */
    public Trace find(String id, @Nullable Instant since) {
        enter();
        try {
            return search(id, since);
        } finally {
            searching.unlock();
        }
    }

    private void enter() {
        try {
            if (!searching.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new KafkaException("another search has taken " + PATIENCE.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    private Trace search(String id, @Nullable Instant since) {
        topics.refresh();
        Beginning beginning = Beginning.of(id);
        Place first = first(beginning);
        Matches matches = new Matches(beginning.session(), first);
        ConsumerRecord<byte[], byte[]> start = first == null ? search(beginning, since, matches) : at(first);
        if (start == null) {
            return new Trace(beginning.session(), Trace.State.UNKNOWN, List.of());
        }
        return new Search(consumer, topics, matches).trace(beginning.session(), start, !beginning.isKnown());
    }

    /** Ends a search that is under way, too. */
    @Override
    public void close() {
        topics.close();
        consumer.wakeup();
        searching.lock();
        try {
            consumer.close(CloseOptions.timeout(Duration.ZERO)); // it belongs to no group that it would have to leave
        } finally {
            searching.unlock();
        }
    }

    /** Where the first message stands, if it came without an id. */
    private @Nullable Place first(Beginning beginning) {
        String topic = beginning.topicId() == null ? null : topics.name(beginning.topicId());
        if (topic == null) {
            return null;
        }
        Place place = new Place(topic, beginning.partition(), beginning.offset());
        return isThere(place) ? place : null;
    }

    /** Whoever asks may have made the place up, or retention may have emptied it: what is not there must not be waited for. */
    private boolean isThere(Place place) {
        TopicPartition partition = place.topicPartition();
        List<TopicPartition> one = List.of(partition);
        return topics.has(partition)
                && place.offset() >= consumer.beginningOffsets(one).getOrDefault(partition, 0L)
                && place.offset() < consumer.endOffsets(one).getOrDefault(partition, 0L);
    }

    private @Nullable ConsumerRecord<byte[], byte[]> at(Place place) {
        TopicPartition partition = place.topicPartition();
        consumer.assign(List.of(partition));
        consumer.resume(List.of(partition)); // a search ends with all it has read paused, and assigning keeps that
        consumer.seek(partition, place.offset());
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(WINDOW)) {
            return record.offset() == place.offset() ? record : null;
        }
        return null;
    }

    /** On the clock that made the id the first message was sent at that time or just after it; other clocks are tried next. */
    private @Nullable ConsumerRecord<byte[], byte[]> search(
            Beginning beginning, @Nullable Instant since, Matches matches) {
        if (since != null) {
            return search(topics.partitions(), since, Scan.FOR_EVER, matches);
        }
        Instant time = beginning.time();
        if (beginning.topicId() != null) {
            if (topics.name(beginning.topicId()) == null) { // it came from a topic outside the production
                throw new UnknownTimeException(beginning.session());
            }
            return null; // it is gone, or never was
        }
        if (time == null) {
            Instant seen = Keys.seen(consumer, topics.keptKeys(), beginning.session());
            return seen == null
                    ? justSent(beginning, matches)
                    : search(topics.partitions(), seen.minus(SKEW), Scan.FOR_EVER, matches);
        }
        Collection<TopicPartition> all = topics.partitions();
        ConsumerRecord<byte[], byte[]> start = search(all, time, time.plus(SKEW), matches);
        return start == null ? search(all, time.minus(SKEW), time.plus(WINDOW), matches) : start;
    }

    /** A request with a key that nobody has taken in yet, which is soon done: whoever sent it is told the session's id before. */
    private ConsumerRecord<byte[], byte[]> justSent(Beginning beginning, Matches matches) {
        ConsumerRecord<byte[], byte[]> request =
                search(topics.keyed(), Instant.now().minus(JUST), Scan.FOR_EVER, matches);
        if (request == null) {
            throw new UnknownTimeException(beginning.session());
        }
        return request;
    }

    private @Nullable ConsumerRecord<byte[], byte[]> search(
            Collection<TopicPartition> partitions, Instant from, Instant limit, Matches matches) {
        Scan scan = new Scan(consumer, partitions, matches);
        scan.skipTo(from);
        scan.read(() -> limit, () -> !scan.found().isEmpty());
        return scan.found().isEmpty() ? null : scan.found().get(0);
    }

    private static Map<String, Object> config(Map<String, Object> client) {
        Map<String, Object> config = new HashMap<>();
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 5_000);
        config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, 8 << 20); // a command line has a small heap
        config.put(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG, 512 << 10);
        config.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, 20); // there is something to read, or there is not
        config.put(ConsumerConfig.CHECK_CRCS_CONFIG, false); // this is for looking, nothing is decided by it
        config.putAll(client);
        config.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        return config;
    }
}
