package org.relais.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.relais.runtime.Eventually.eventually;
import static org.relais.runtime.Eventually.letPass;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.relais.messages.Bodies;
import org.relais.messages.ComponentStatus;
import org.relais.messages.Topics;

/** Settings that change while a component runs, in a process of its own. */
class LiveSettingsTest {

    private final Production production = new Production();
    private final String requests = TestTopics.PROCESS.in(production.name());
    private final String replies = "%s.asker.replies".formatted(production.name());

    @TempDir
    Path folder;

    @BeforeEach
    void createTopics() {
        production.createTopic(requests);
        production.createTopic(TestTopics.PROCESS.repliesIn(production.name()));
        production.createTopic(replies);
        production.context().cluster().ensureCompacted(Topics.settings(production.name()));
        production.context().cluster().ensureCompacted(Topics.status(production.name()));
    }

    @AfterEach
    void stop() {
        production.close();
    }

    @Test
    void areInForceOnceTheComponentSaysSo() throws Exception {
        set("word", "said"); // before it starts
        set("other", "not its business", "somebody-else");
        try (ChildProcess child = child()) {
            assertThat(answerTo("a")).isEqualTo("{\"text\":\"said a\"}");
            acknowledged(set("word", "answered"));
            assertThat(answerTo("b")).isEqualTo("{\"text\":\"answered b\"}");
            assertThat(status().settings()).contains(new ComponentStatus.Value("word", "answered", "live"));
            acknowledged(set("word", null));
            assertThat(answerTo("c")).isEqualTo("{\"text\":\"told c\"}");
            assertThat(status().settings())
                    .contains(
                            new ComponentStatus.Value("word", "told", "default"),
                            new ComponentStatus.Value("password", "***", "default"));
            assertThat(child.output()).contains("word = answered (live)");
        }
    }

    /** Whoever reads the status would take a component for stopped that only changes its settings. */
    @Test
    void comeIntoForceWithoutTheComponentSeemingToStop() throws Exception {
        try (ChildProcess child = child()) {
            assertThat(answerTo("a")).isEqualTo("{\"text\":\"told a\"}");
            acknowledged(set("word", "slowly"));
            assertThat(production.records(Topics.status(production.name())))
                    .extracting(each -> Bodies.of(ComponentStatus.class).read(each.value()))
                    .allSatisfy(status -> assertThat(status.parts())
                            .isNotEmpty()
                            .noneMatch(part -> part.state().equals("STOPPED")));
            assertThat(answerTo("b")).isEqualTo("{\"text\":\"slowly b\"}");
            assertThat(child.output()).contains("word = slowly (live)");
        }
    }

    @Test
    void thatAreWrongChangeNothingAndAreExplained() throws Exception {
        try (ChildProcess child = child()) {
            acknowledged(set("hangs", "perhaps"));
            assertThat(status().problems()).containsExactly("hangs = perhaps (live): expected true or false");
            assertThat(answerTo("a")).isEqualTo("{\"text\":\"told a\"}");
            acknowledged(set("hangs", null));
            assertThat(status().problems()).isEmpty();
            assertThat(child.output()).contains("live settings are not in force: hangs");
        }
    }

    @Test
    void thatAreWrongTakeNothingFromTheOthersAlsoAfterARestart() throws Exception {
        set("word", "said");
        set("hangs", "perhaps");
        try (ChildProcess child = child()) {
            assertThat(answerTo("a")).isEqualTo("{\"text\":\"said a\"}");
            acknowledged(set("word", "answered"));
            assertThat(status().problems()).containsExactly("hangs = perhaps (live): expected true or false");
            assertThat(answerTo("b")).isEqualTo("{\"text\":\"answered b\"}");
            assertThat(child.output()).contains("live settings are not in force: hangs = perhaps");
        }
    }

    /** A value that was in force until then stays so. */
    @Test
    void stayAsTheyWereWhereTheNextValueIsWrong() throws Exception {
        try (ChildProcess child = child()) {
            acknowledged(set("max.poll.records", "77"));
            acknowledged(set("max.poll.records", "many"));
            assertThat(status().problems()).hasSize(1);
            assertThat(status().settings()).contains(new ComponentStatus.Value("max.poll.records", "77", "live"));
            assertThat(answerTo("a")).isEqualTo("{\"text\":\"told a\"}");
            assertThat(child.output()).contains("live settings are not in force: max.poll.records = many");
        }
    }

    @Test
    void thatKafkasClientsRefuseChangeNothingAndAreExplained() throws Exception {
        try (ChildProcess child = child()) {
            assertThat(answerTo("a")).isEqualTo("{\"text\":\"told a\"}");
            acknowledged(set("kafka.request.timeout.ms", "soon"));
            assertThat(status().problems())
                    .singleElement()
                    .asString()
                    .startsWith("kafka (live): ")
                    .contains("request.timeout.ms");
            assertThat(answerTo("b")).isEqualTo("{\"text\":\"told b\"}");
            assertThat(child.output()).contains("live settings are not in force: kafka (live)");
        }
    }

    /** A component that somebody has switched off must not work, whatever else is wrong. */
    @Test
    void thatKafkasClientsRefuseTakeNothingFromTheOthersAlsoAfterARestart() throws Exception {
        set("enabled", "false");
        set("kafka.request.timeout.ms", "soon");
        set("word", "said");
        try (ChildProcess child = child()) {
            eventually("off", () -> isOff());
            assertThat(status().problems())
                    .singleElement()
                    .asString()
                    .startsWith("kafka (live): ")
                    .contains("request.timeout.ms");
            acknowledged(set("enabled", "true"));
            assertThat(answerTo("a")).isEqualTo("{\"text\":\"said a\"}");
            assertThat(child.output()).contains("live settings are not in force: kafka (live)");
        }
    }

    /** Else they would be acknowledged, and each part would fail for ever. */
    @Test
    void thatOnlyOneKindOfClientRefusesChangeNothingAndAreExplained() throws Exception {
        try (ChildProcess child = child()) {
            acknowledged(set("kafka.fetch.min.bytes", "abc"));
            acknowledged(set("kafka.linger.ms", "abc"));
            assertThat(status().problems())
                    .hasSize(2)
                    .anyMatch(problem -> problem.contains("fetch.min.bytes"))
                    .anyMatch(problem -> problem.contains("linger.ms"));
            assertThat(answerTo("a")).isEqualTo("{\"text\":\"told a\"}");
            assertThat(child.output()).doesNotContain("starts over");
        }
    }

    /** Of two values that go only without each other the one set last is left out; the others are as they should be. */
    @Test
    void thatAreWrongOnlyTogetherTakeNothingFromTheOthersAlsoAfterARestart() throws Exception {
        set("word", "silent");
        set("hangs", "true");
        set("enabled", "false");
        try (ChildProcess child = child()) {
            eventually("off", () -> isOff());
            assertThat(status().problems()).containsExactly("hangs: who is silent can't");
            assertThat(status().settings())
                    .contains(
                            new ComponentStatus.Value("word", "silent", "live"),
                            new ComponentStatus.Value("hangs", "false", "default"));
            acknowledged(set("enabled", "true"));
            assertThat(answerTo("a")).isEqualTo("{\"text\":\"silent a\"}");
            acknowledged(set("hangs", "true"));
            assertThat(child.output().split("word = silent", -1))
                    .as("what changes nothing begins nothing anew")
                    .hasSize(1 + 2);
            acknowledged(set("word", "said"));
            assertThat(status().problems()).isEmpty();
            assertThat(answerTo("b")).isEqualTo("{\"text\":\"said b\"}");
        }
    }

    /** With exit code 0 it would look as if it had been told to stop, and nobody would start it again. */
    @Test
    void thatAPartOnlyRefusesWhenItBeginsEndTheProcessAsAFailure() throws Exception {
        try (ChildProcess child = child()) {
            assertThat(answerTo("a")).isEqualTo("{\"text\":\"told a\"}");
            set("word", "refused");
            assertThat(child.exitCode()).isEqualTo(1);
            assertThat(child.output()).contains("can't go on: no client can be made");
        }
    }

    @Test
    void switchTheComponentOffAndOn() throws Exception {
        try (ChildProcess child = child()) {
            assertThat(answerTo("before")).isEqualTo("{\"text\":\"told before\"}");
            acknowledged(set("enabled", "false"));
            eventually("off", () -> isOff());
            eventually("nobody reads", () -> production.members("process") == 0);
            ask("while off");
            letPass(Duration.ofSeconds(1));
            assertThat(production.records(replies)).as("nobody answers").hasSize(1);
            acknowledged(set("enabled", "true"));
            assertThat(answerTo("a")).isEqualTo("{\"text\":\"told a\"}");
            eventually("all answers", () -> production.records(replies).size() == 3);
            child.terminate();
            assertThat(child.exitCode()).isEqualTo(143);
        }
    }

    private boolean isOff() {
        return status().parts().stream().anyMatch(part -> part.state().equals("DISABLED"));
    }

    private ChildProcess child() throws Exception {
        return new ChildProcess(
                folder,
                "--bootstrap.servers=" + production.bootstrap(),
                "--production=" + production.name(),
                "--partitions=" + Production.PARTITIONS,
                "--slot=0");
    }

    private long set(String key, @Nullable String value) throws Exception {
        return set(key, value, "child");
    }

    /** {@return the offset behind the setting} */
    private long set(String key, @Nullable String value, String component) throws Exception {
        String topic = Topics.settings(production.name());
        byte[] text = value == null ? null : value.getBytes(UTF_8);
        production.inject(new ProducerRecord<>(topic, 0, (component + '/' + key).getBytes(UTF_8), text));
        return production.records(topic).size();
    }

    private void acknowledged(long offset) throws Exception {
        eventually("the component has looked at it", () -> status().settingsOffset() >= offset);
    }

    private ComponentStatus status() {
        List<ConsumerRecord<byte[], byte[]>> all = production.records(Topics.status(production.name()));
        return all.isEmpty()
                ? new ComponentStatus("child", "0", "", 0, "", List.of(), List.of(), List.of(), 0)
                : Bodies.of(ComponentStatus.class).read(all.get(all.size() - 1).value());
    }

    private String answerTo(String text) throws Exception {
        ask(text);
        eventually("an answer", () -> production.texts(replies).stream().anyMatch(reply -> reply.contains(text + '"')));
        return production.texts(replies).stream()
                .filter(reply -> reply.contains(text + '"'))
                .findFirst()
                .orElseThrow();
    }

    private void ask(String text) throws Exception {
        production.inject(requests, 0, Production.ask(text), "ce_replyto", replies);
    }
}
