package org.relais.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.relais.runtime.Eventually.eventually;
import static org.relais.runtime.Routing.ROUTER;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.zip.CRC32;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A process whose operations do all that it calls them for, however long it takes and however large it is, all on a real broker. */
class ProcessJobTest {

    private final Production production = new Production();
    private final Routing routing = new Routing(production);
    private final String requests = TestTopics.PROCESS.in(production.name());
    private final String own = TestTopics.PROCESS.repliesIn(production.name());
    private final String deadLetters = TestTopics.PROCESS.deadLettersIn(production.name());
    private final String operation = TestTopics.OPERATION.in(production.name());
    private final String replies = TestTopics.SERVICE.repliesIn(production.name());

    @BeforeEach
    void start() {
        routing.createTopics();
    }

    @AfterEach
    void stop() {
        production.close();
    }

    @Test
    void keepsASessionOnItsPartitionWhoeverChoseIt() throws Exception {
        routing.startAll(ROUTER);
        for (int i = 0; i < 12; i++) {
            byte[] key = ("k" + i).getBytes(UTF_8);
            CRC32 librdkafka = new CRC32();
            librdkafka.update(key);
            int partition = (int) (librdkafka.getValue() % Production.PARTITIONS);
            production.inject(new ProducerRecord<byte[], byte[]>(
                    requests,
                    (Integer) partition,
                    key,
                    Production.ask("" + partition).getBytes(UTF_8),
                    Production.headers("ce_replyto", replies)));
        }
        eventually("replies", () -> production.records(replies).size() == 12);
        eventually("calls", () -> production.records(operation).size() == 12);
        eventually("answers", () -> production.records(own).size() == 24);
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>(production.records(replies));
        all.addAll(production.records(operation));
        all.addAll(production.records(own));
        assertThat(all)
                .hasSize(12 + 12 + 24)
                .allSatisfy(record -> assertThat(Production.text(record))
                        .containsPattern("(\"text\":\"| )" + record.partition() + "[,\"]"));
    }

    @Test
    void answersWithWhatItsCallsAnswered() throws Exception {
        routing.startAll(ROUTER);
        routing.ask("hello", "ce_id", "S", "relais-continuation", "theirs");
        ConsumerRecord<byte[], byte[]> reply = routing.onlyReply();
        assertThat(Production.text(reply)).isEqualTo("{\"text\":\"told 1 hello, told 2 hello\"}");
        assertThat(Production.header(reply, "ce_id")).isEqualTo("S.r");
        assertThat(Production.header(reply, "ce_inreplyto")).isEqualTo("S");
        assertThat(Production.header(reply, "ce_session")).isEqualTo("S");
        assertThat(Production.header(reply, "relais-continuation")).isEqualTo("theirs");
        assertThat(production.records(operation).stream().map(call -> Production.header(call, "ce_id")))
                .containsExactly("S.2");
    }

    /** A transaction may last 10 s. */
    @Test
    void getsThroughMessagesThatTogetherTakeLongerThanATransactionMay() throws Exception {
        production.process((request, calls) -> {
            Eventually.letPass(Duration.ofMillis(120));
            return new Told(request.text());
        });
        production.injectInTransaction(
                requests, 0, Collections.nCopies(180, Production.ask("slow")), "ce_replyto", replies);
        eventually("replies", () -> production.records(replies).size() == 180);
        assertThat(production.records(deadLetters)).isEmpty();
    }

    @Test
    void leavesALargeRequestInItsTopic() throws Exception {
        routing.startAll((request, calls) -> {
            calls.call(TestTopics.OTHER, new Ask("1"));
            calls.call(TestTopics.OPERATION, new Ask("2"));
            return new Told("length " + request.text().length());
        });
        routing.ask("x".repeat(500_000));
        assertThat(Production.text(routing.onlyReply())).isEqualTo("{\"text\":\"length 500000\"}");
        assertThat(production
                        .records(operation)
                        .get(0)
                        .headers()
                        .lastHeader("relais-continuation")
                        .value())
                .hasSizeLessThan(1_000);
    }

    /** Each waited half a second for the fetch that the client had begun behind the one before. */
    @Test
    void readsManyLargeRequestsAgainWithoutWaitingForAnyOfThem() throws Exception {
        routing.startAll(ROUTER);
        List<String> bodies = Collections.nCopies(100, Production.ask("x".repeat(9_000)));
        long begin = System.nanoTime();
        production.injectInTransaction(requests, 0, bodies, "ce_replyto", replies);
        eventually("replies", () -> production.records(replies).size() == bodies.size());
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(30));
    }
}
