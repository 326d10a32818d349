package org.relais.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.relais.endtoend.Eventually.eventually;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.relais.endtoend.faults.ExactlyOnceEffect;

/** The production in containers, as {@code docker-compose up} starts it. The methods are one story, told in order. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ComposeIT {

    private static final List<String> COMPONENTS = List.of(
            "service-csv",
            "service-rest",
            "service-rest-2",
            "service-kafka",
            "process-router",
            "file-operation",
            "operation-db",
            "operation-kafka");
    /** The broker more often: only some of its deaths come at the moment at which Kafka's own breaks transactions. */
    private static final List<String> KILLED = List.of(
            "kafka",
            "service-csv",
            "service-rest",
            "process-router",
            "kafka",
            "file-operation",
            "operation-db",
            "kafka",
            "db");

    private static final String PROJECT = "relais-it-" + ProcessHandle.current().pid();
    private static final int FIRST = FreePorts.next();
    private static final int SECOND = FreePorts.next();
    private static final Duration UP = Duration.ofMinutes(2);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final List<Row> SENT = new ArrayList<>(Row.SAMPLE);

    @TempDir
    static Path data;

    private static Docker docker;
    private static Path output;

    @BeforeAll
    static void up() throws Exception {
        Docker.require();
        Path input = Files.createDirectory(data.resolve("in"));
        output = data.resolve("toto.csv");
        docker = new Docker(
                Repository.home(),
                PROJECT,
                Map.of(
                        "RELAIS_DATA", data.toString(),
                        "KAFKA_PORT", "" + FreePorts.next(),
                        "REST_PORT", "" + FIRST,
                        "REST_PORT_OF_THE_COURSE", "" + FreePorts.next(),
                        "REST_PORT_OF_THE_SECOND", "" + SECOND));
        assertThat(input).isEmptyDirectory();
        docker.compose("build");
    }

    @AfterAll
    static void leaveNothing() throws Exception {
        if (docker != null) {
            docker.compose("down", "-v");
            assertThat(docker.compose("ps", "-q")).isBlank();
            assertThat(docker.docker("volume", "ls", "-q", "--filter", "name=" + PROJECT + '_'))
                    .isBlank();
        }
    }

    @Test
    @Order(1)
    void isHealthyWithinTwoMinutes() throws Exception {
        docker.compose("up", "-d");
        eventually(UP, ComposeIT::allHealthy);
    }

    @Test
    @Order(2)
    void processesTheSampleRows() throws Exception {
        eventually(PATIENCE, ComposeIT::assertOneEffectEach);
    }

    @Test
    @Order(3)
    void takesAnInjectedMessage() throws Exception {
        Row row = new Row(7, "injected", "by hand");
        SENT.add(row);
        inject(row.json(), "formation.router");
        eventually(PATIENCE, ComposeIT::assertOneEffectEach);
    }

    private static void inject(String json, String topic) throws Exception {
        docker.execWithInput(
                json + '\n',
                "kafka",
                "/opt/kafka/bin/kafka-console-producer.sh",
                "--bootstrap-server",
                "localhost:9092",
                "--topic",
                topic);
    }

    @Test
    @Order(4)
    void answersOverHttpOnBothCopies() throws Exception {
        for (int port : List.of(FIRST, SECOND)) {
            Row row = new Row(port, "http" + port, "salle");
            SENT.add(row);
            HttpRequest post = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/training/"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(row.json()))
                    .build();
            HttpResponse<String> response = HttpClient.newHttpClient().send(post, HttpResponse.BodyHandlers.ofString());
            assertThat(response.statusCode()).as(response.body()).isIn(200, 201);
            assertThat(response.body()).contains("\"stored\":" + (response.statusCode() == 201));
        }
        eventually(PATIENCE, ComposeIT::assertOneEffectEach);
    }

    @Test
    @Order(5)
    void storesProductsFromTheOutsideTopicAndFromHttp() throws Exception {
        inject("{\"name\":\"from kafka\",\"price\":0.1}", "kafka_demo");
        assertThat(post(FIRST, "/kafka", "{\"name\":\"from http\",\"price\":10.25}")
                        .body())
                .contains("Message sent to KafkaDemoBP");
        eventually(
                PATIENCE,
                () -> assertThat(query("IRISAPP", "SELECT name, price FROM kafka_demo"))
                        .containsExactlyInAnyOrder("from kafka|0.10", "from http|10.25"));
    }

    private static HttpResponse<String> post(int port, String path, String json) throws Exception {
        HttpRequest post = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(json))
                .build();
        return HttpClient.newHttpClient().send(post, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    @Order(6)
    void runsUnprivilegedOnAReadOnlyFileSystem() throws Exception {
        for (String component : COMPONENTS) {
            String container = docker.containers(component).get(0);
            assertThat(docker.docker(
                            "inspect",
                            "-f",
                            "{{.HostConfig.ReadonlyRootfs}} {{.HostConfig.CapDrop}} {{.Config.User}}",
                            container))
                    .startsWith("true [ALL] 10001");
            assertThat(docker.docker("exec", container, "id", "-u")).startsWith("10001");
        }
    }

    /** Kafka's own breaks transactions when it is killed: see docs/guarantees.md. */
    @Test
    @Order(7)
    void hasABrokerThatKeepsTransactionsWhole() throws Exception {
        assertThat(docker.exec("kafka", "sh", "-c", "cat /proc/[0-9]*/cmdline").split("\0"))
                .contains("org.relais.launcher.BrokerMain")
                .doesNotContain("kafka.Kafka");
    }

    @Test
    @Order(8)
    void hasOneEffectEachAlthoughEachContainerIsKilledAndCopiesComeAndGo() throws Exception {
        List<Row> rows = Row.many("container", 3_000, 300);
        Path file = data.resolve("in").resolve("formation.csv");
        Files.writeString(file, "\n", java.nio.file.StandardOpenOption.APPEND); // the sample's last line has no end
        Feeder feeder = new Feeder(file, rows);
        SENT.addAll(rows);
        docker.compose("up", "-d", "--scale", "process-router=3", "--scale", "operation-db=2");
        for (String service : KILLED) {
            feeder.feed(400, 1_000);
            String container = docker.containers(service).get(0);
            docker.docker("kill", container);
            feeder.feed(50, 200);
            docker.docker("start", container);
        }
        eventually(PATIENCE, ComposeIT::allHealthy); // compose starts nothing beside a database that is not ready yet
        docker.compose("up", "-d", "--scale", "process-router=1", "--scale", "operation-db=1");
        feeder.finish();
        eventually(PATIENCE, ComposeIT::assertOneEffectEach);
        assertThat(deadLetters()).isZero();
    }

    @Test
    @Order(9)
    void stopsInOrderWithinTheGracePeriod() throws Exception {
        long began = System.nanoTime();
        List<String> stop = new ArrayList<>(List.of("stop"));
        stop.addAll(COMPONENTS);
        docker.compose(stop.toArray(String[]::new));
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(60));
        for (String component : COMPONENTS) {
            List<String> containers =
                    docker.compose("ps", "-a", "-q", component).lines().toList();
            assertThat(containers).as(component).isNotEmpty();
            for (String container : containers) {
                assertThat(docker.docker("inspect", "-f", "{{.State.ExitCode}}", container)
                                .strip())
                        .as(component)
                        .isEqualTo("143");
            }
        }
    }

    private static void allHealthy() throws Exception {
        List<String> services = new ArrayList<>(COMPONENTS);
        services.addAll(List.of("kafka", "db"));
        for (String service : services) {
            List<String> containers = docker.containers(service);
            assertThat(containers).as(service).isNotEmpty();
            for (String container : containers) {
                assertThat(docker.docker("inspect", "-f", "{{.State.Health.Status}}", container)
                                .strip())
                        .as(service)
                        .isEqualTo("healthy");
            }
        }
    }

    private static void assertOneEffectEach() throws Exception {
        Files.writeString(output, docker.exec("file-operation", "cat", "/data/out/toto.csv"));
        new ExactlyOnceEffect(SENT.stream().map(OutputLines::line).toList())
                .check("toto.csv", OutputLines.read(output));
        new ExactlyOnceEffect(SENT.stream().map(Row::training).toList())
                .check("iris.training", query("IRISAPP", "SELECT name || ';' || room FROM iris.training"));
        List<String> formations = query("DemoData", "SELECT nom FROM public.formation WHERE id > 2");
        assertThat(formations).doesNotHaveDuplicates();
        assertThat(SENT.stream().map(Row::nom).collect(Collectors.toSet())).containsAll(new HashSet<>(formations));
    }

    private static List<String> query(String database, String sql) throws IOException, InterruptedException {
        String url = "postgresql://DemoData:DemoData@127.0.0.1/" + database;
        return docker.exec("db", "psql", "-At", "-d", url, "-c", sql).lines().toList();
    }

    private static long deadLetters() throws IOException, InterruptedException {
        String offsets = docker.exec(
                "kafka",
                "/opt/kafka/bin/kafka-get-offsets.sh",
                "--bootstrap-server",
                "localhost:9092",
                "--topic",
                "formation\\..*dead-letters");
        assertThat(offsets).contains("formation.");
        return offsets.lines()
                .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(':') + 1)))
                .sum();
    }
}
