package org.relais.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.relais.messages.ComponentStatus;

/** A production of its own on the shared broker: runs jobs as processes would, puts messages in and looks what came out. */
final class Production implements AutoCloseable {

    static final int PARTITIONS = 3;

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String name = "p" + ProcessHandle.current().pid() + "x" + COUNT.incrementAndGet();
    private final String bootstrap;
    private final Admin admin;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Map<String, Reader> readers = new HashMap<>();
    private final List<Part> parts = new ArrayList<>();
    private final List<Context> contexts = new ArrayList<>();

    Production() {
        this(TestBroker.shared());
    }

    Production(TestBroker broker) {
        bootstrap = broker.bootstrap();
        admin = Admin.create(Map.of("bootstrap.servers", bootstrap));
        producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrap,
                        "linger.ms",
                        0,
                        "max.request.size",
                        4 << 20,
                        "max.in.flight.requests.per.connection", // as a component has it for outside topics
                        1),
                new ByteArraySerializer(),
                new ByteArraySerializer());
    }

    String name() {
        return name;
    }

    String bootstrap() {
        return bootstrap;
    }

    Admin admin() {
        return admin;
    }

    /** {@return what one process has; {@code key=value} settings may be given, those of the clients as {@code kafka.key=value}} */
    Context context(String... settings) {
        Map<String, String> given = new HashMap<>(
                Map.of("bootstrap.servers", bootstrap, "production", name, "partitions", "" + PARTITIONS));
        given.put("retry.interval", "200 ms");
        Arrays.stream(settings).map(setting -> setting.split("=", 2)).forEach(pair -> given.put(pair[0], pair[1]));
        SettingsReader reader = new SettingsReader("test", ProductionFile.none(), Map.of(), given, Map.of());
        Context context = new Context("test", TestSettings.of(given), SettingsReader.Given.texts(reader.kafka()));
        contexts.add(context);
        return context;
    }

    /** Starts a job as a process of its own would. */
    Part start(Function<Context, Job> job, String... settings) {
        Context context = context(settings);
        Part part = new Part(new Worker(job.apply(context), context));
        parts.add(part);
        part.worker.start();
        return part;
    }

    Part operation(Outside outside, Operation<Ask, Told, List<String>> operation, String... settings) {
        return start(context -> new OperationJob<>(context, TestTopics.OPERATION, outside.sink(), operation), settings);
    }

    Part process(Process<Ask, Told> process, String... settings) {
        return start(context -> new ProcessJob<>(context, TestTopics.PROCESS, process), settings);
    }

    /** {@return what was started last} */
    Part last() {
        return parts.get(parts.size() - 1);
    }

    void createTopic(String topic) {
        context().cluster().ensure(List.of(topic));
    }

    boolean exists(String topic) throws Exception {
        return admin.listTopics().names().get().contains(topic);
    }

    /** Puts a message in, as anybody could. */
    void inject(String topic, int partition, String json, String... headers) throws Exception {
        inject(record(topic, partition, json, headers));
    }

    private static ProducerRecord<byte[], byte[]> record(
            String topic, Integer partition, String json, String... headers) {
        byte @Nullable [] noKey = null;
        return new ProducerRecord<>(topic, partition, noKey, json.getBytes(UTF_8), headers(headers));
    }

    void inject(ProducerRecord<byte[], byte[]> record) throws Exception {
        producer.send(record).get(60, TimeUnit.SECONDS);
    }

    /** Puts a message in that comes compressed, as what is large only so can. */
    void injectCompressed(ProducerRecord<byte[], byte[]> record) throws Exception {
        Map<String, Object> config =
                Map.of("bootstrap.servers", bootstrap, "compression.type", "gzip", "max.request.size", 8 << 20);
        try (KafkaProducer<byte[], byte[]> compressing =
                new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            compressing.send(record).get(60, TimeUnit.SECONDS);
        }
    }

    /** Puts messages in that are seen all at once, with a commit marker behind them. */
    void injectInTransaction(String topic, int partition, List<String> bodies, String... headers) {
        try (KafkaProducer<byte[], byte[]> transactional = context().clients().producer(name + "-injector")) {
            transactional.initTransactions();
            transactional.beginTransaction();
            bodies.forEach(json -> {
                var unused = transactional.send(record(topic, partition, json, headers));
            });
            transactional.commitTransaction();
        }
    }

    /** Puts messages in and takes them back, as a process does that is killed before it commits, or its successor for it. */
    void injectAndAbort(String topic, int partition, List<String> bodies) {
        try (KafkaProducer<byte[], byte[]> transactional = context().clients().producer(name + "-aborter")) {
            transactional.initTransactions();
            transactional.beginTransaction();
            bodies.forEach(json -> {
                var unused = transactional.send(record(topic, partition, json));
            });
            transactional.flush();
            transactional.abortTransaction();
        }
    }

    /** Puts a message in, sooner or later. */
    void injectLater(String topic, int partition, String json, String... headers) {
        var unused = producer.send(record(topic, partition, json, headers));
    }

    void flush() {
        producer.flush();
    }

    /** {@return how many transactions of this production are under way} */
    long openTransactions() throws Exception {
        return admin.listTransactions().all().get(60, TimeUnit.SECONDS).stream()
                .filter(transaction -> transaction.transactionalId().startsWith(name + '.'))
                .filter(transaction -> transaction.state() == TransactionState.ONGOING)
                .count();
    }

    /** {@return headers of alternating keys and values} */
    static RecordHeaders headers(String... keysAndValues) {
        RecordHeaders headers = new RecordHeaders();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            headers.add(keysAndValues[i], keysAndValues[i + 1].getBytes(UTF_8));
        }
        return headers;
    }

    static String ask(String text) {
        return "{\"text\":\"" + text + "\"}";
    }

    static @Nullable String header(ConsumerRecord<byte[], byte[]> record, String key) {
        Header header = record.headers().lastHeader(key);
        return header == null ? null : new String(header.value(), UTF_8);
    }

    static String text(ConsumerRecord<byte[], byte[]> record) {
        return new String(record.value(), UTF_8);
    }

    /** {@return all committed records of a topic, in the order of each partition} */
    List<ConsumerRecord<byte[], byte[]>> records(String topic) {
        return readers.computeIfAbsent(topic, name -> new Reader(bootstrap, name))
                .read();
    }

    List<String> texts(String topic) {
        return records(topic).stream().map(Production::text).toList();
    }

    /** {@return how far a group is behind the very ends of the partitions that it has offsets of} */
    long lag(String group) throws Exception {
        Map<TopicPartition, OffsetAndMetadata> committed = committed(group);
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        committed.keySet().forEach(partition -> latest.put(partition, OffsetSpec.latest()));
        long lag = 0;
        for (var end : admin.listOffsets(latest).all().get(60, TimeUnit.SECONDS).entrySet()) {
            lag += end.getValue().offset()
                    - Objects.requireNonNull(committed.get(end.getKey())).offset();
        }
        return lag;
    }

    Map<TopicPartition, OffsetAndMetadata> committed(String group) throws Exception {
        String id = name + '.' + group;
        return admin.listConsumerGroupOffsets(Map.of(id, new ListConsumerGroupOffsetsSpec()))
                .partitionsToOffsetAndMetadata(id)
                .get(60, TimeUnit.SECONDS);
    }

    /** {@return how many members a group has; one of a number stays one until its session is over} */
    int members(String group) throws Exception {
        return admin
                .describeConsumerGroups(List.of(name + '.' + group))
                .all()
                .get(60, TimeUnit.SECONDS)
                .values()
                .stream()
                .mapToInt(description -> description.members().size())
                .sum();
    }

    /** Moves a group's offset by hand; the group must have no members. */
    void commit(String group, TopicPartition partition, OffsetAndMetadata offset) throws Exception {
        String id = name + '.' + group;
        Eventually.eventually("moved", () -> {
            try {
                admin.alterConsumerGroupOffsets(id, Map.of(partition, offset))
                        .all()
                        .get(10, TimeUnit.SECONDS);
                return true;
            } catch (ExecutionException | TimeoutException e) {
                return false; // a member has left just now, or the broker is not back yet
            }
        });
    }

    /** As if a group had never committed; it must have no members. */
    void forget(String group) throws Exception {
        forget(admin, name + '.' + group);
    }

    static void forget(Admin admin, String group) throws Exception {
        Eventually.eventually("forgotten", () -> {
            try {
                admin.deleteConsumerGroups(List.of(group)).all().get(60, TimeUnit.SECONDS);
                return true;
            } catch (ExecutionException e) { // a member has left just now, or another try has done it
                return e.getCause() instanceof GroupIdNotFoundException;
            }
        });
    }

    @Override
    public void close() {
        parts.forEach(part -> part.worker.stop());
        parts.forEach(part -> part.worker.awaitEnd());
        contexts.forEach(Context::close);
        readers.values().forEach(Reader::close);
        producer.close();
        admin.close();
    }

    /** A running job. */
    static final class Part {

        private final Worker worker;

        Part(Worker worker) {
            this.worker = worker;
        }

        String state() {
            return worker.status().state();
        }

        String reason() {
            return worker.status().reason();
        }

        ComponentStatus.@Nullable Figures figures() {
            return worker.status().figures();
        }

        void tellToStop() {
            worker.stop();
        }

        /** {@return whether it ended in order} */
        boolean stop() {
            worker.stop();
            return worker.awaitEnd();
        }

        /** {@return why it failed, once it has} */
        String awaitFailure() throws Exception {
            Eventually.eventually("failed", () -> state().equals("FAILED"));
            return reason();
        }
    }

    /** Reads a topic on and on, from when it is there. */
    private static final class Reader implements AutoCloseable {

        private final KafkaConsumer<byte[], byte[]> consumer;
        private final String topic;
        private final List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();

        Reader(String bootstrap, String topic) {
            this.topic = topic;
            consumer = new KafkaConsumer<>(
                    Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed"),
                    new ByteArrayDeserializer(),
                    new ByteArrayDeserializer());
        }

        List<ConsumerRecord<byte[], byte[]>> read() {
            if (consumer.assignment().isEmpty()) {
                assign();
            }
            Map<TopicPartition, Long> ends = consumer.endOffsets(consumer.assignment());
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            return List.copyOf(records);
        }

        private void assign() {
            consumer.assign(consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList());
            consumer.seekToBeginning(consumer.assignment());
        }

        @Override
        public void close() {
            consumer.close();
        }
    }
}
