package org.relais.messages.trace;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

    /**
     * How many records one poll returns. Fetches are bounded in bytes, but of compressed ones: 4 KiB may become a megabyte when the consumer
     * unpacks it, and so many megabytes a small heap still takes.
     */
    static final int POLL_RECORDS = 20;

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
     * @throws OpenTransactionException if the session would be new, and what was sent just now can't be read yet
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
        Steps steps = new Steps(topics.production(), topics.ids());
        Optional<Start> start =
                first == null ? search(beginning, since, new Opening(consumer, matches, steps)) : at(first, steps);
        if (start.isEmpty()) {
            return new Trace(beginning.session(), Trace.State.UNKNOWN, List.of());
        }
        return new Search(consumer, topics, matches, steps)
                .trace(beginning.session(), start.get(), !beginning.isKnown());
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

    private Optional<Start> at(Place place, Steps steps) {
        TopicPartition partition = place.topicPartition();
        consumer.assign(List.of(partition));
        consumer.resume(List.of(partition)); // a search ends with all it has read paused, and assigning keeps that
        consumer.seek(partition, place.offset());
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(WINDOW)) {
            return record.offset() == place.offset()
                    ? Start.of(List.of(Find.of(record, steps.withoutBody(record), steps)))
                    : Optional.empty();
        }
        return Optional.empty();
    }

    private Optional<Start> search(Beginning beginning, @Nullable Instant since, Opening opening) {
        if (since != null) {
            return opening.find(topics.partitions(), since, Scan.FOR_EVER);
        }
        Instant time = beginning.time();
        if (beginning.topicId() != null) {
            if (topics.name(beginning.topicId()) == null) { // it came from a topic outside the production
                throw new UnknownTimeException(beginning.session());
            }
            return Optional.empty(); // it is gone, or never was
        }
        if (time == null) {
            Instant seen = Keys.seen(consumer, topics.keptKeys(), beginning.session());
            return seen == null
                    ? justSent(beginning, opening)
                    : opening.find(topics.partitions(), seen.minus(SKEW), Scan.FOR_EVER);
        }
        return sentAt(time, beginning, opening);
    }

    /** On the clock that made the id the first message was sent at that time or just after it; other clocks are tried next. */
    private Optional<Start> sentAt(Instant time, Beginning beginning, Opening opening) {
        Collection<TopicPartition> all = topics.partitions();
        boolean isNew = Duration.between(time, Instant.now()).abs().compareTo(JUST) <= 0;
        Map<TopicPartition, Long> written = isNew ? topics.written(all) : Map.of();
        Optional<Start> start = opening.find(all, time, time.plus(SKEW))
                .or(() -> opening.find(all, time.minus(SKEW), time.plus(WINDOW)));
        if (start.isEmpty() && opening.mayBeHidden(written)) {
            throw new OpenTransactionException(beginning.session());
        }
        return start;
    }

    /** A request with a key that nobody has taken in yet, which is soon done: whoever sent it is told the session's id before. */
    private Optional<Start> justSent(Beginning beginning, Opening opening) {
        Optional<Start> request = opening.find(topics.keyed(), Instant.now().minus(JUST), Scan.FOR_EVER);
        if (request.isEmpty()) {
            throw new UnknownTimeException(beginning.session());
        }
        return request;
    }

    private static Map<String, Object> config(Map<String, Object> client) {
        Map<String, Object> config = new HashMap<>();
        config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, POLL_RECORDS);
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
