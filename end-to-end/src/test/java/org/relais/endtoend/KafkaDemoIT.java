package org.relais.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.relais.messages.HeaderName;
import org.relais.messages.Topics;

/** The Kafka demo: what is written to the outside topic, by anybody or by operation-kafka, becomes rows of products. */
final class KafkaDemoIT {
    private static final int PRODUCTS = 3_000;
    private static final String PRODUCTION = "formation";
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final long SEED = Long.getLong("relais.seed", System.nanoTime());

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void eachProductIsStoredOnceWhileEachProcessOnItsWayIsKilled() throws Exception {
        RelaisRun run = start(List.of());
        Kills kills = new Kills(run, random(), List.of("service-kafka", "operation-kafka", "operation-db"), 2);
        String bootstrap = run.info().bootstrap();
        Tables tables = new Tables(run.info().jdbc());
        try (Injector injector = new Injector(bootstrap);
                Log log = new Log(bootstrap);
                Settled settled = new Settled(bootstrap, PRODUCTION)) {
            Eventually.eventually(LIMIT, () -> log.follow(Topics.KAFKA_DEMO));
            injector.send(Topics.KAFKA_DEMO, "no product");
            injector.send(Topics.KAFKA_DEMO, "{\"name\":\"rounded?\",\"price\":0.125}");
            int share = PRODUCTS / kills.planned();
            for (int kill = 0; kill < kills.planned(); kill++) {
                feed(injector, kill * share, share, Topics.KAFKA_DEMO);
                awaitMore(tables, kill * share / 2);
                System.out.println("KafkaDemoIT: " + kills.next());
            }
            Eventually.eventually(LIMIT, () -> {
                assertThat(tables.products()).hasSizeGreaterThanOrEqualTo(PRODUCTS);
                settled.check();
            });
            assertThat(tables.products())
                    .containsExactlyInAnyOrderElementsOf(IntStream.range(0, PRODUCTS)
                            .mapToObj(KafkaDemoIT::stored)
                            .toList());
            assertThat(log.all(Topics.KAFKA_DEMO))
                    .as("each once, and what is no product")
                    .hasSize(PRODUCTS + 2);
            assertThat(log.all(Topics.SERVICE_KAFKA.deadLettersIn(PRODUCTION)))
                    .extracting(ConsumerRecord::value)
                    .containsExactlyInAnyOrder("no product", "{\"name\":\"rounded?\",\"price\":0.125}");
            assertThat(types(log.all(Topics.PRODUCT_OPERATION.in(PRODUCTION))))
                    .as("all three means")
                    .containsExactly("ProductIrisMessage", "ProductMessage", "ProductSqlMessage");
            assertThat(log.all(Topics.PRODUCT_OPERATION.deadLettersIn(PRODUCTION)))
                    .isEmpty();
        }
    }

    @Test
    void nothingIsLostOfAnotherClusterAndWhatComesTwiceHasTheSameId() throws Exception {
        Servers other = stage.closing(Servers.start(stage.folder("other")));
        RelaisRun run = start(List.of(
                "--set", "service-kafka.outside.bootstrap.servers=" + other.bootstrap(),
                "--set", "operation-kafka.outside.bootstrap.servers=" + other.bootstrap()));
        Kills kills = new Kills(run, random(), List.of("service-kafka", "operation-kafka"), 2);
        int products = PRODUCTS / 3;
        Tables tables = new Tables(run.info().jdbc());
        try (Injector here = new Injector(run.info().bootstrap());
                Injector there = new Injector(other.bootstrap());
                Log log = new Log(run.info().bootstrap());
                Log outside = new Log(other.bootstrap())) {
            there.create(Topics.KAFKA_DEMO);
            int share = products / kills.planned();
            for (int kill = 0; kill < kills.planned(); kill++) {
                feed(here, there, kill * share, share, Topics.KAFKA_DEMO);
                awaitMore(tables, kill * share / 2);
                System.out.println("KafkaDemoIT: " + kills.next());
            }
            TreeSet<String> all = new TreeSet<>(
                    IntStream.range(0, products).mapToObj(KafkaDemoIT::stored).toList());
            Eventually.eventually(
                    LIMIT, () -> assertThat(new TreeSet<>(tables.products())).isEqualTo(all));
            checkIds(
                    outside.all(Topics.KAFKA_DEMO).stream()
                            .filter(each -> Log.header(each, HeaderName.ID) != null)
                            .toList(),
                    products / 2);
            checkIds(
                    log.all(Topics.PRODUCT_PROCESS.in(PRODUCTION)),
                    outside.all(Topics.KAFKA_DEMO).size());
        }
    }

    /** Half of them are written to the outside topic by anybody, the other half by operation-kafka. */
    private static void feed(Injector injector, int first, int count, String topic) {
        feed(injector, injector, first, count, topic);
    }

    private static void feed(Injector here, Injector outside, int first, int count, String topic) {
        for (int number = first; number < first + count; number++) {
            if (number % 2 == 0) {
                outside.send(topic, json(number));
            } else {
                here.send(Topics.KAFKA_OPERATION.in(PRODUCTION), json(number));
            }
        }
    }

    private static void awaitMore(Tables tables, int than) {
        Eventually.eventually(LIMIT, () -> assertThat(tables.products()).hasSizeGreaterThan(than));
    }

    /** Each id stands for one body. */
    private static void checkIds(List<ConsumerRecord<String, String>> records, int ids) {
        Map<String, Collection<String>> bodies = new TreeMap<>();
        records.forEach(each -> bodies.computeIfAbsent(
                        Objects.requireNonNull(Log.header(each, HeaderName.ID)), id -> new TreeSet<>())
                .add(each.value()));
        assertThat(bodies)
                .hasSize(ids)
                .allSatisfy((id, each) -> assertThat(each).hasSize(1));
    }

    private static Set<String> types(List<ConsumerRecord<String, String>> records) {
        TreeSet<String> types = new TreeSet<>();
        records.forEach(each -> types.add(String.valueOf(Log.header(each, HeaderName.TYPE))));
        return types;
    }

    private static String json(int number) {
        return "{\"name\":\"p%d\",\"price\":%d.%d}".formatted(number, number, number % 10);
    }

    private static String stored(int number) {
        return "p%d;%d.%d0".formatted(number, number, number % 10);
    }

    private static Random random() {
        System.out.println("KafkaDemoIT: repeat with -Drelais.seed=" + SEED);
        return new Random(SEED);
    }

    private RelaisRun start(List<String> more) throws Exception {
        List<String> options = new ArrayList<>(List.of(
                "--csv",
                Files.writeString(stage.folder("formation.csv"), Row.HEADER).toString()));
        options.addAll(more);
        RelaisRun run = stage.run(options);
        run.awaitStarted();
        return run;
    }
}
