package org.relais.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.relais.runtime.Eventually.eventually;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole components, each a process. */
class ComponentTest {

    private static final int MORE = 200;
    private static final Duration WITH_A_SLOT = Duration.ofSeconds(5);
    private static final Duration WITHOUT = Duration.ofSeconds(12);

    @TempDir
    Path folder;

    private final Production production = new Production();
    private final String requests = TestTopics.PROCESS.in(production.name());
    private final String replies = TestTopics.SERVICE.repliesIn(production.name());

    @BeforeEach
    void start() {
        production.createTopic(requests);
        production.createTopic(TestTopics.PROCESS.repliesIn(production.name()));
        production.createTopic(replies);
    }

    @AfterEach
    void stop() {
        production.close();
    }

    @Test
    void aCopyThatWasKilledInATransactionIsBackSoonIfItHasASlot() throws Exception {
        assertBackWithin(WITH_A_SLOT, "--slot=0");
    }

    @Test
    void aCopyWithoutASlotIsBackWithinABound() throws Exception {
        assertBackWithin(WITHOUT);
    }

    @Test
    void endsWithOneOfItsPartsSoThatWhatSupervisesItSeesIt() throws Exception {
        try (ChildProcess child = child("--fails=true")) {
            assertThat(child.exitCode()).isEqualTo(1);
            assertThat(child.output()).contains("operation failed: the sink has foreign bytes");
        }
    }

    @Test
    void stopsInOrderWhenItIsToldTo() throws Exception {
        try (ChildProcess child = child()) {
            ask("hello");
            eventually("a reply", () -> production.records(replies).size() == 1);
            child.terminate();
            assertThat(child.exitCode()).isEqualTo(143);
            assertThat(child.output()).doesNotContain("Exception");
        }
    }

    @Test
    void saysAllThatIsWrongWithItsSettingsAndNoSecret() throws Exception {
        try (ChildProcess child = child("--hangs=maybe", "--partitions=0", "--colour=red", "--password=hunter2")) {
            assertThat(child.exitCode()).isEqualTo(2);
            assertThat(child.output())
                    .contains("child can't start:", "  1. ", "  2. ", "  3. ")
                    .contains("hangs = maybe (command line): expected true or false")
                    .contains("partitions = 0 (command line): expected a value from 1 to 1000")
                    .contains("--colour")
                    .doesNotContain("hunter2");
        }
    }

    @Test
    void saysInOneLineThatNobodyKnowsItsBroker() throws Exception {
        try (ChildProcess child = child("--bootstrap.servers=no-such-broker.invalid:9092")) {
            assertThat(child.exitCode()).isEqualTo(1);
            assertThat(child.output())
                    .contains("child can't start: ", "No resolvable bootstrap")
                    .doesNotContain("\tat ");
        }
    }

    @Test
    void helpsWhoeverAsks() throws Exception {
        try (ChildProcess child = child("--help")) {
            assertThat(child.exitCode()).isZero();
            assertThat(child.output()).contains("--bootstrap.servers", "--hangs");
        }
    }

    private void assertBackWithin(Duration limit, String... settings) throws Exception {
        String[] hanging = Arrays.copyOf(settings, settings.length + 1);
        hanging[settings.length] = "--hangs=true";
        long began = System.nanoTime();
        Duration start;
        try (ChildProcess first = child(hanging)) {
            ask("hello");
            eventually("a reply", () -> production.records(replies).size() == 1);
            start = Duration.ofNanos(
                    System.nanoTime() - began); // much longer on a machine that is busy with other things
            // In one batch: a transaction begins with the first burst of answers, so enough has to be answered before
            // the hang.
            List<String> more =
                    IntStream.range(0, MORE).mapToObj(i -> "more " + i).toList();
            List<String> bodies = Stream.concat(more.stream(), Stream.of("hang"))
                    .map(Production::ask)
                    .toList();
            production.injectInTransaction(requests, 0, bodies, "ce_replyto", replies);
            eventually("a transaction is open", () -> production.openTransactions() > 0);
            first.kill();
        }
        ask("after");
        try (ChildProcess second = child(settings)) {
            Eventually.within(
                    limit.plus(start.multipliedBy(2)),
                    "processing again: " + second.output(),
                    () -> production.texts(replies).contains("{\"text\":\"told after\"}"));
        }
        eventually("all replies", () -> production.records(replies).size() == MORE + 3);
        assertThat(production.records(replies).stream().map(ComponentTest::inReplyTo))
                .doesNotHaveDuplicates();
    }

    private static String inReplyTo(ConsumerRecord<byte[], byte[]> reply) {
        return String.valueOf(Production.header(reply, "ce_inreplyto"));
    }

    private void ask(String text) throws Exception {
        production.inject(requests, 0, Production.ask(text), "ce_replyto", replies);
    }

    private ChildProcess child(String... settings) throws Exception {
        List<String> all = new ArrayList<>(List.of(settings));
        Map.of(
                        "bootstrap.servers", production.bootstrap(),
                        "production", production.name(),
                        "partitions", "" + Production.PARTITIONS)
                .forEach((key, value) -> {
                    if (all.stream().noneMatch(setting -> setting.startsWith("--" + key + "="))) {
                        all.add("--" + key + "=" + value);
                    }
                });
        return new ChildProcess(folder, all.toArray(String[]::new));
    }
}
