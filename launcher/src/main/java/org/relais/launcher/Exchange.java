package org.relais.launcher;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.relais.messages.Answer;
import org.relais.messages.Clock;
import org.relais.messages.Envelope;
import org.relais.messages.HeaderName;
import org.relais.messages.Ids;
import org.relais.messages.Topics;
import org.relais.messages.trace.Step;
import org.relais.messages.trace.Steps;

/** One message and the wait for its reply. The reader stands at the end of the replies before the message is sent. Used by one thread. */
final class Exchange implements AutoCloseable {
    private final Recipient recipient;
    private final String production;
    private final String topic;
    private final String replies;
    private final KafkaConsumer<byte[], byte[]> reader;
    private final KafkaProducer<byte[], byte[]> producer;
    private String id = "";

    Exchange(Kafka kafka, Recipient recipient) {
        this.recipient = recipient;
        this.production = kafka.production();
        this.topic = production + '.' + recipient.name();
        this.replies = Topics.commandLineReplies(production);
        int partitions = partitions(kafka);
        kafka.ensure(replies, partitions, Map.of());
        this.reader = kafka.reader();
        this.producer = kafka.producer(null);
        follow(partitions);
    }

    private int partitions(Kafka kafka) {
        Map<String, TopicDescription> topics = kafka.messageTopics();
        TopicDescription description = topics.get(topic);
        if (description != null) return description.partitions().size();
        List<String> names = topics.keySet().stream()
                .filter(name -> name.indexOf('.', production.length() + 1) < 0)
                .map(name -> name.substring(production.length() + 1))
                .sorted()
                .toList();
        throw new CommandFailed("'" + recipient.name() + "' takes no messages in production '" + production
                + "': start it, or name one of " + String.join(", ", names));
    }

    private void follow(int partitions) {
        List<TopicPartition> all = IntStream.range(0, partitions)
                .mapToObj(partition -> new TopicPartition(replies, partition))
                .toList();
        reader.assign(all);
        reader.seekToEnd(all);
        all.forEach(reader::position); // which is looked up only now
    }

    /** Sends it. {@return the session's id} */
    String send(@Nullable String givenType, byte[] body) {
        id = Ids.session();
        String type = givenType == null ? recipient.defaultType() : givenType;
        Envelope envelope = Envelope.opening(id, String.valueOf(type), recipient.source(), new Clock().now());
        Headers headers = envelope.headers();
        headers.add(HeaderName.REPLY_TO.key(), replies.getBytes(StandardCharsets.UTF_8));
        if (type == null) headers.remove(HeaderName.TYPE.key());
        byte[] key = recipient.key(type, body, id).getBytes(StandardCharsets.UTF_8);
        var unused = Answer.of(producer.send(new ProducerRecord<>(topic, null, key, body, headers)));
        return id;
    }

    /** {@return the reply, or null if it does not come in time} */
    @Nullable
    Step awaitReply(Duration timeout) {
        Steps steps = new Steps(production, Map.of());
        byte[] request = id.getBytes(StandardCharsets.UTF_8);
        long end = System.nanoTime() + timeout.toNanos();
        for (long left = timeout.toNanos(); left > 0; left = end - System.nanoTime()) {
            for (ConsumerRecord<byte[], byte[]> record : reader.poll(Duration.ofNanos(left))) {
                Header inReplyTo = record.headers().lastHeader(HeaderName.IN_REPLY_TO.key());
                if (inReplyTo != null && Arrays.equals(inReplyTo.value(), request)) return steps.of(record);
            }
        }
        return null;
    }

    @Override
    public void close() {
        producer.close(Duration.ZERO); // what it had to send is sent
        reader.close(CloseOptions.timeout(Duration.ZERO));
    }
}
