package org.relais.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.relais.messages.Envelope;
import org.relais.messages.Ids;
import org.relais.messages.Topic;
import org.relais.messages.Topics;

/** Where the tests of dead letters put messages aside, run the commands on them and look at what was sent. */
final class LettersDesk {
    static final String LONG = "{\"training\":{\"name\":\"a\",\"room\":\"too long\"}}";
    static final String SHORT = "{\"training\":{\"name\":\"a\",\"room\":\"s\"}}";

    private final Played production;
    private final Path folder;
    private final String session = Ids.session();

    LettersDesk(Played production, Path folder) {
        this.production = production;
        this.folder = folder;
    }

    String session() {
        return session;
    }

    Command run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("dead-letters"));
        all.addAll(List.of(arguments));
        return Command.run(production, all.toArray(String[]::new));
    }

    List<String> inLittleMemory(String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of("dead-letters"));
        command.addAll(List.of(arguments));
        return runInLittleMemory(command.toArray(String[]::new));
    }

    List<String> runInLittleMemory(String... arguments) throws Exception {
        return text(printedInLittleMemory(arguments)).lines().toList();
    }

    /** In a JVM of its own, with less memory than the letters take. */
    byte[] printedInLittleMemory(String... arguments) throws Exception {
        Path printed = Files.createTempFile(folder, "printed", ".txt");
        int exitCode = start(printed, arguments).waitFor();
        byte[] bytes = Files.readAllBytes(printed);
        assertThat(exitCode)
                .as(() -> text(Arrays.copyOf(bytes, Math.min(bytes.length, 2_000))))
                .isZero();
        return bytes;
    }

    Process start(Path printed, String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp"));
        command.addAll(List.of(System.getProperty("java.class.path"), Relais.class.getName()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("--bootstrap-server", TestBroker.bootstrap(), "--production", production.name()));
        return ChildProcess.start(ChildProcess.java(command), folder, Map.of(), printed);
    }

    Kafka kafka() {
        return new Kafka(production.name(), TestBroker.client());
    }

    void park(Topic<?, ?> topic, int partition, String body, String error) throws Exception {
        Instant now = Instant.now();
        Envelope call = Played.opening(session, now)
                .request(session + ".2", "TrainingRequest", "router", now.toString())
                .awaiting(Topics.ROUTER.repliesIn(production.name()), new byte[] {1, 2})
                .before(now);
        String origin = topic.in(production.name()) + "/" + partition + "@5";
        production.deadLetter(topic, partition, "7", body, call.headers(), error, origin, now);
    }

    /** A transaction is committed a moment before those who read committed records see it. */
    ConsumerRecord<byte[], byte[]> only(Topic<?, ?> topic) throws Exception {
        Eventually.eventually("a record", () -> !records(topic).isEmpty());
        List<ConsumerRecord<byte[], byte[]>> records = records(topic);
        assertThat(records).hasSize(1);
        return records.get(0);
    }

    List<ConsumerRecord<byte[], byte[]>> records(Topic<?, ?> topic) {
        return production.records(topic.in(production.name()), Played.PARTITIONS);
    }

    static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }
}
