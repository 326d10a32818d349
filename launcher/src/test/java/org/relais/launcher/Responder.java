package org.relais.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.relais.messages.Envelope;

/** Answers every request of a topic, as a component does. */
final class Responder implements AutoCloseable {
    private final Played production;
    private final String topic;
    private final boolean ok;
    private final String answer;
    private final BlockingQueue<ConsumerRecord<byte[], byte[]>> asked = new LinkedBlockingQueue<>();
    private final Thread thread = new Thread(this::work, "responder");
    private volatile boolean running = true;

    Responder(Played production, String topic, boolean ok, String answer) {
        this.production = production;
        this.topic = topic;
        this.ok = ok;
        this.answer = answer;
        thread.start();
    }

    private void work() {
        try (Kafka kafka = new Kafka(production.name(), TestBroker.client());
                KafkaConsumer<byte[], byte[]> consumer = kafka.reader()) {
            List<TopicPartition> partitions = IntStream.range(0, Played.PARTITIONS)
                    .mapToObj(partition -> new TopicPartition(topic, partition))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            while (running) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(50))) answer(record);
            }
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void answer(ConsumerRecord<byte[], byte[]> record) throws Exception {
        Envelope request = Envelope.read(record.headers(), new NoDefaults());
        Envelope reply = request.reply(
                ok, ok ? "Done" : "Failure", "responder", Instant.now().toString());
        String to = Objects.requireNonNull(request.replyTo()).topic();
        production.send(to, record.partition(), Instant.now(), "k", answer, reply.headers());
        asked.add(record);
    }

    /** What it has answered, in its order. */
    ConsumerRecord<byte[], byte[]> next() throws InterruptedException {
        return Objects.requireNonNull(asked.poll(30, TimeUnit.SECONDS));
    }

    static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }

    @Override
    public void close() {
        running = false; // its thread ends with its next poll
    }

    private static final class NoDefaults implements Envelope.Defaults {
        @Override
        public String id() {
            return "none";
        }

        @Override
        public String type() {
            return "none";
        }

        @Override
        public long timestamp() {
            return 0;
        }
    }
}
