package org.relais.launcher;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InvalidProducerEpochException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.jspecify.annotations.Nullable;
import org.relais.messages.Answer;
import org.relais.messages.Bodies;
import org.relais.messages.Fate;
import org.relais.messages.Host;
import org.relais.messages.Place;
import org.relais.messages.trace.Fates;

/**
 * Settles the dead letters of one partition, each once, whoever else tries and whenever this process is killed: the transactional id
 * is the partition's, so that who comes later ends what an earlier one left open; only then are the fates read; and the message and
 * its fate are written in one transaction. Used by one thread.
 */
final class Settlement implements AutoCloseable {
    private static final Bodies<Fate> BODIES = Bodies.of(Fate.class);

    /** Known before there is a transaction: where no name server answers, to find the host's name takes a while. */
    private static final String BY = System.getProperty("user.name", "") + "@" + Host.NAME;

    private final Kafka kafka;
    private final Settled settled;
    private final TopicPartition fatesPartition;
    private final KafkaProducer<byte[], byte[]> producer;

    /** Of the letters that others have settled since {@link #settled} was read: that one knows all before. */
    private final Map<Place, Fate> fates;

    /**
     * Keeps all others out of this partition.
     *
     * @param letters the partition of dead letters
     * @param settled what is settled already; what is settled now is added
     */
    Settlement(Kafka kafka, TopicPartition letters, Settled settled) {
        this.kafka = kafka;
        this.settled = settled;
        this.fatesPartition = Fates.partition(kafka.production());
        kafka.ensure(fatesPartition.topic(), 1, Map.of("cleanup.policy", "compact", "segment.ms", "600000"));
        this.producer = kafka.producer(letters.topic() + "-" + letters.partition());
        producer.initTransactions();
        this.fates = readFates(letters);
    }

    private Map<Place, Fate> readFates(TopicPartition letters) {
        ListOffsetsOptions veryEnd = new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED);
        long end = Answer.of(kafka.admin()
                        .listOffsets(Map.of(fatesPartition, OffsetSpec.latest()), veryEnd)
                        .partitionResult(fatesPartition))
                .offset();
        KafkaConsumer<byte[], byte[]> reader = kafka.reader();
        try {
            return Fates.find(
                    reader,
                    kafka.production(),
                    end,
                    place -> place.topicPartition().equals(letters) && !settled.has(place));
        } finally {
            reader.close(CloseOptions.timeout(java.time.Duration.ZERO));
        }
    }

    /** What became of a letter before; null if it is open. */
    @Nullable
    Fate fate(Letter letter) {
        Place place = letter.place();
        Fate known = settled.fate(place);
        Fate fate = known == null ? fates.get(place) : known;
        return fate != null && settled.isOf(place, fate) ? fate : null;
    }

    /**
     * Sends messages in place of open letters, or none, and notes that: all of it or nothing.
     *
     * @param decisions of one letter each
     * @return the letters' fates, in the same order
     * @throws CommandFailed if somebody else has taken over meanwhile; nothing was done then
     * @throws KafkaException if it can't be sent; whether anything was done is known to the next settlement, and this one is of no use
     *     any more
     */
    List<Fate> settle(List<Decision> decisions) {
        try {
            producer.beginTransaction();
            List<@Nullable Place> sentTo =
                    send(decisions.stream().map(Decision::message).toList());
            List<Fate> noted = new ArrayList<>();
            List<ProducerRecord<byte[], byte[]>> notes = new ArrayList<>();
            for (int i = 0; i < decisions.size(); i++) {
                noted.add(note(decisions.get(i), sentTo.get(i)));
                byte[] key = decisions.get(i).letter().place().toString().getBytes(StandardCharsets.UTF_8);
                notes.add(new ProducerRecord<>(fatesPartition.topic(), 0, key, BODIES.write(noted.get(i))));
            }
            var unused = send(notes);
            producer.commitTransaction();
            for (int i = 0; i < decisions.size(); i++)
                settled.add(decisions.get(i).letter().place(), noted.get(i));
            return noted;
        } catch (KafkaException e) {
            if (!isFenced(e)) throw e;
            throw new CommandFailed(
                    "somebody else settles dead letters of "
                            + decisions.get(0).letter().component() + " at this moment: look, and try again",
                    e);
        }
    }

    /** What is sent after the refusal fails with it as the cause. */
    private static boolean isFenced(Throwable failure) {
        return failure instanceof ProducerFencedException
                || failure instanceof InvalidProducerEpochException
                || (failure.getCause() != null && isFenced(failure.getCause()));
    }

    private Fate note(Decision decision, @Nullable Place sentTo) {
        return new Fate(
                sentTo == null ? Fate.DISCARDED : Fate.RESENT,
                Instant.now().toString(),
                BY,
                settled.topicId(decision.letter().record().topic()),
                sentTo == null ? null : sentTo.toString(),
                decision.edited());
    }

    /** Waits for the acknowledgements: a commit can overtake a send that nobody waits for. */
    private List<@Nullable Place> send(List<? extends @Nullable ProducerRecord<byte[], byte[]>> messages) {
        List<@Nullable Future<RecordMetadata>> sending = new ArrayList<>();
        for (ProducerRecord<byte[], byte[]> message : messages)
            sending.add(message == null ? null : producer.send(message));
        producer.flush();
        List<@Nullable Place> sent = new ArrayList<>();
        for (Future<RecordMetadata> each : sending) sent.add(each == null ? null : place(Answer.of(each)));
        return sent;
    }

    private static Place place(RecordMetadata sent) {
        return new Place(sent.topic(), sent.partition(), sent.offset());
    }

    @Override
    public void close() {
        producer.close(java.time.Duration.ZERO);
    }
}
