package org.relais.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.relais.runtime.Eventually.eventually;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.relais.messages.Topics;

/** Probes and metrics of a process of its own. */
class HealthTest {

    private static final Pattern ADDRESS = Pattern.compile("probes and metrics on (http://127.0.0.1:\\d+)");

    private final Production production = new Production();
    private final HttpClient http = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    @AfterEach
    void stop() {
        production.close();
    }

    @Test
    void tellHowTheProcessIs() throws Exception {
        String requests = TestTopics.PROCESS.in(production.name());
        String replies = production.name() + ".asker.replies";
        production.createTopic(requests);
        production.createTopic(replies);
        try (ChildProcess child = child(production.bootstrap())) {
            String address = address(child);
            eventually("ready", () -> get(address + "/health/ready").statusCode() == 200);
            assertThat(get(address + "/health/ready").body()).contains("\"status\":\"UP\"", "\"state\":\"RUNNING\"");
            production.inject(requests, 0, Production.ask("hello"), "ce_replyto", replies);
            eventually(
                    "counted",
                    () -> get(address + "/metrics")
                            .body()
                            .contains("relais_messages_total{part=\"process\",result=\"consumed\"} 1.0"));
            assertThat(get(address + "/metrics").body())
                    .contains(
                            "relais_messages_total{part=\"process\",result=\"done\"} 1.0",
                            "relais_batch_seconds_count{part=\"process\"} 1",
                            "relais_age_seconds_bucket{part=\"process\",le=\"30.0\"} 1",
                            "relais_lag{part=\"process\"} 0.0",
                            "jvm_memory_used_bytes");
        }
    }

    @Test
    void areThereBeforeTheClusterIsWhichStoppingDoesNotWaitFor() throws Exception {
        try (ChildProcess child = child("127.0.0.1:1")) {
            String address = address(child);
            assertThat(get(address + "/health/live").statusCode()).isEqualTo(200);
            assertThat(get(address + "/health/ready").statusCode()).isEqualTo(503);
            assertThat(get(address + "/health").statusCode()).isEqualTo(404);
            HttpResponse<String> posted = send(HttpRequest.newBuilder(URI.create(address + "/health/live"))
                    .POST(HttpRequest.BodyPublishers.noBody()));
            assertThat(posted.statusCode()).isEqualTo(405);
            assertThat(posted.headers().firstValue("Allow")).contains("GET, HEAD");
            long told = System.nanoTime();
            child.terminate();
            assertThat(child.exitCode()).isEqualTo(143);
            assertThat(Duration.ofNanos(System.nanoTime() - told)).isLessThan(Duration.ofSeconds(20));
        }
    }

    /** Who watches the process starts it again when it has ended, not when it only looks alive. */
    @Test
    void endWithAProcessThatCannotWork() throws Exception {
        String settings = Topics.settings(production.name());
        production.createTopic(settings); // which deletes values after a while
        try (ChildProcess child = child(production.bootstrap())) {
            assertThat(child.exitCode()).isEqualTo(1);
            assertThat(child.output()).contains("topic " + settings + " has cleanup.policy=delete");
        }
    }

    private ChildProcess child(String bootstrap) throws IOException {
        return new ChildProcess(
                folder,
                "--bootstrap.servers=" + bootstrap,
                "--production=" + production.name(),
                "--partitions=" + Production.PARTITIONS,
                "--health.port=0");
    }

    private static String address(ChildProcess child) throws Exception {
        eventually("it listens", () -> ADDRESS.matcher(child.output()).find());
        Matcher address = ADDRESS.matcher(child.output());
        assertThat(address.find()).isTrue();
        return address.group(1);
    }

    private HttpResponse<String> get(String uri) throws Exception {
        return send(HttpRequest.newBuilder(URI.create(uri)));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
