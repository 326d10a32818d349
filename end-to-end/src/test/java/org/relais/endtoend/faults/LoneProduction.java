package org.relais.endtoend.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.relais.endtoend.Eventually;
import org.relais.endtoend.Evidence;
import org.relais.endtoend.Injector;
import org.relais.endtoend.Log;
import org.relais.endtoend.LoneComponent;
import org.relais.endtoend.Row;
import org.relais.endtoend.Settled;
import org.relais.endtoend.Surroundings;
import org.relais.endtoend.Tables;
import org.relais.endtoend.faults.EveryCallAnswered.Answer;
import org.relais.launcher.Postgres;
import org.relais.messages.HeaderName;
import org.relais.messages.Topics;

/** A production of which one component runs at a time: whoever would call it is the test. Used by one thread. */
final class LoneProduction implements AutoCloseable {
    static final Duration LIMIT = Duration.ofSeconds(90);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final int KEYS = 10;

    private final String bootstrap;
    private final Map<String, String> jdbc;
    private final String name;
    private final Path logs;
    private final List<Row> sent = new ArrayList<>();
    private final Map<String, String> more = new HashMap<>();
    private final List<Answer> answers = new ArrayList<>();
    private final Log replies;

    /**
     * @param bootstrap where the test finds the broker, and components do unless they are told otherwise
     * @param jdbc the databases' URLs by their names
     * @param name a new one
     * @param logs a folder
     */
    LoneProduction(String bootstrap, Map<String, String> jdbc, String name, Path logs) {
        this.bootstrap = bootstrap;
        this.jdbc = jdbc;
        this.name = name;
        this.logs = logs;
        this.replies = new Log(bootstrap);
    }

    String name() {
        return name;
    }

    /** {@return all rows that an operation was called with, in order} */
    List<Row> sent() {
        return sent;
    }

    /** From now on components get this, too, in place of what they would get. */
    LoneProduction with(String setting, String value) {
        more.put(setting, value);
        return this;
    }

    LoneComponent start(String module, Map<String, String> own) throws IOException {
        return start(module, own, Surroundings.USUAL);
    }

    /** Starts it with a folder of its own for its log, which is made. */
    LoneComponent startIn(Path folder, String module, Map<String, String> own) throws IOException {
        return start(module, own, Surroundings.USUAL, Files.createDirectory(folder));
    }

    LoneComponent start(String module, Map<String, String> own, Surroundings surroundings) throws IOException {
        return start(module, own, surroundings, logs);
    }

    /** Starts it with a log in this folder. */
    LoneComponent start(String module, Map<String, String> own, Surroundings surroundings, Path folder)
            throws IOException {
        Map<String, String> settings = new LinkedHashMap<>(own);
        settings.put("production", name);
        settings.put("slot", "0");
        settings.put("retry.interval", "200 ms");
        settings.putIfAbsent("bootstrap.servers", bootstrap);
        settings.putAll(more);
        return LoneComponent.startIn(surroundings, module, settings, folder);
    }

    /** What operation-db needs to find its tables. */
    Map<String, String> database() {
        return database(String.valueOf(jdbc.get("IRISAPP")));
    }

    /** What it needs to find them over a wire. */
    Map<String, String> database(Wire wire) {
        return database("jdbc:postgresql://127.0.0.1:" + wire.port() + "/IRISAPP");
    }

    private static Map<String, String> database(String url) {
        Map<String, String> settings = new HashMap<>();
        settings.put("training.url", url);
        settings.put("training.password", Postgres.PASSWORD);
        settings.put("postgres.enabled", "false");
        settings.put("product.enabled", "false");
        return settings;
    }

    void createTopics(Called operation) {
        createRequests(operation);
        try (Injector injector = new Injector(bootstrap)) {
            injector.createReplies(name, Topics.ROUTER);
        }
        Eventually.eventually(LIMIT, () -> replies.follow(Topics.ROUTER.repliesIn(name)));
    }

    void createRequests(Called operation) {
        try (Injector injector = new Injector(bootstrap)) {
            injector.createTopics(name, operation.topic());
        }
    }

    /** Calls an operation, once for each of so many new rows. */
    void call(Called operation, int count) {
        List<Row> rows = Row.many(name + "-" + sent.size() + "-", count, KEYS);
        call(operation, rows);
    }

    /** Calls an operation, once for each row. */
    void call(Called operation, List<Row> rows) {
        sent.addAll(rows);
        try (Injector injector = new Injector(bootstrap)) {
            for (Row row : rows) {
                injector.call(
                        name,
                        operation.topic(),
                        operation.type(),
                        row,
                        operation.body().apply(row));
            }
        }
    }

    /** Waits until so many calls are answered. */
    void awaitAnswers(int count) {
        Eventually.eventually(LIMIT, () -> {
            take(replies.next(POLL));
            assertThat(answers).hasSizeGreaterThanOrEqualTo(count);
        });
    }

    /** {@return how many answers there are by now} */
    int answered() {
        take(replies.rest());
        return answers.size();
    }

    /** Waits until all is done, then checks that each call was answered, once and without an error. */
    void checkAnswers() {
        new EveryCallAnswered(sent.stream().map(Row::nom).toList()).check("replies", settledAnswers());
    }

    /** Waits until all is done. {@return the answers} */
    List<Answer> settledAnswers() {
        awaitAnswers(sent.size());
        try (Settled settled = new Settled(bootstrap, name)) {
            Eventually.eventually(LIMIT, settled::check);
        }
        take(replies.rest());
        return answers;
    }

    private void take(List<ConsumerRecord<String, String>> more) {
        more.stream()
                .map(reply -> new Answer(
                        String.valueOf(Log.header(reply, HeaderName.IN_REPLY_TO)),
                        "ok".equals(Log.header(reply, HeaderName.STATUS))))
                .forEach(answers::add);
    }

    /** Each row is in the file, once and in order. */
    void checkFile(Path file) throws IOException {
        new Evidence(name, sent).checkFile(file);
    }

    /** Each row is in the table, once. */
    void checkTraining() throws SQLException {
        checkTraining(sent);
    }

    void checkTraining(List<Row> rows) throws SQLException {
        List<String> found = new Tables(jdbc)
                .training().stream().filter(row -> row.startsWith(name + "-")).toList();
        new ExactlyOnceEffect(rows.stream().map(Row::training).toList()).check("iris.training", found);
    }

    @Override
    public void close() {
        replies.close();
    }
}
