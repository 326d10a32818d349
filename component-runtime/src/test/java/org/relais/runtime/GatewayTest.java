package org.relais.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.relais.runtime.Eventually.eventually;
import static org.relais.runtime.Eventually.letPass;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.relais.messages.ComponentStatus;
import org.relais.messages.Ids;
import org.relais.messages.Topic;

/** Calls of a gateway, on a real broker: with keys, without, and with copies that end. */
class GatewayTest {

    private static final Topic<Ask, Told> GATEWAY = new Topic<>("gateway", Ask.class, Told.class);
    private static final Topic<Ask, Told> KEYS = new Topic<>("gateway-keys", Ask.class, Told.class);
    private static final Duration A_DAY = Duration.ofHours(24);

    private final Production production = new Production();

    @AfterEach
    void stop() {
        production.close();
    }

    @Test
    void callsAreAnswered() throws Exception {
        answering();
        Copy copy = copy(0, new Gateway.Memory(A_DAY, 100));
        Call<Told> one = copy.requester().call(TestTopics.PROCESS, new Ask("a"), null);
        Call<Told> other = copy.requester().call(TestTopics.PROCESS, new Ask("b"), null);
        assertThat(get(one)).isEqualTo(new Told("a"));
        assertThat(get(other)).isEqualTo(new Told("b"));
        assertThat(one.session()).isNotEqualTo(other.session());
        assertThat(one.abandon()).isEqualTo(Call.Fate.SENT);
        ComponentStatus.Figures both = new ComponentStatus.Figures(2, 0);
        eventually("told", () -> both.equals(copy.parts.get(0).figures()));
    }

    /** Nobody asks, so nothing fails. */
    @Test
    void isNotReadyWhileTheClusterIsAway() throws Exception {
        try (TestBroker broker = TestBroker.start();
                Production own = new Production(broker)) {
            Copy copy = copy(own, 0, new Gateway.Memory(A_DAY, 100));
            broker.pause();
            try {
                eventually("not ready", () -> !copy.requester().isReady());
            } finally {
                broker.resume();
            }
            eventually("ready again", () -> copy.requester().isReady());
        }
    }

    @Test
    void whatWasBeingSentWhenTheClusterWentAwayIsSentOnceItIsBackAndOnlyOnce() throws Exception {
        try (TestBroker broker = TestBroker.start();
                Production own = new Production(broker)) {
            own.process((request, calls) -> new Told(request.text()));
            Copy first = copy(own, 0, new Gateway.Memory(A_DAY, 100));
            Copy second = copy(own, 1, new Gateway.Memory(A_DAY, 100));
            for (String producer : List.of("one", "other")) { // each has to know the topic, else it waits for that
                get(first.requester().call(TestTopics.PROCESS, new Ask(producer), null));
                get(second.once(producer + " with a key", producer));
            }
            Call<Told> without;
            Call<Told> with;
            broker.pause();
            try {
                without = first.requester().call(TestTopics.PROCESS, new Ask("without"), null);
                with = second.once("with a key", "k");
                eventually("given up", () -> first.isRetrying() && second.isRetrying());
                Call<Told> abandoned = first.requester().call(TestTopics.PROCESS, new Ask("abandoned"), null);
                assertThat(abandoned.abandon()).isEqualTo(Call.Fate.NOT_SENT);
            } finally {
                broker.resume();
            }
            assertThat(get(without)).isEqualTo(new Told("without"));
            assertThat(get(with)).isEqualTo(new Told("with a key"));
            get(first.requester().call(TestTopics.PROCESS, new Ask("after"), null));
            assertThat(own.texts(TestTopics.PROCESS.in(own.name())))
                    .extracting(text -> text.replaceAll(".*\"text\":\"([^\"]+)\".*", "$1"))
                    .filteredOn(text -> !text.startsWith("one") && !text.startsWith("other"))
                    .containsExactlyInAnyOrder("without", "with a key", "after");
        }
    }

    @Test
    void anErrorAndAPassedDeadlineAreTold() throws Exception {
        production.process((request, calls) -> {
            throw new RejectedException("no");
        });
        Copy copy = copy(0, new Gateway.Memory(A_DAY, 100));
        Call<Told> refused = copy.requester().call(TestTopics.PROCESS, new Ask("a"), null);
        assertThatThrownBy(() -> get(refused))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(FailedReply.class)
                .hasMessageContaining("no");
        Call<Told> late = copy.requester().call(TestTopics.PROCESS, new Ask("a"), Instant.EPOCH);
        assertThat(failure(late).isExpired()).isTrue();
    }

    @Test
    void whatIsTooLargeIsRefusedAndKeepsNobodyElseFromBeingAnswered() throws Exception {
        answering();
        Copy copy = copy(0, new Gateway.Memory(A_DAY, 100));
        String large = incompressible(1 << 20);
        for (Call<Told> refused :
                List.of(copy.requester().call(TestTopics.PROCESS, new Ask(large), null), copy.once(large, "k"))) {
            Call<Told> beside = copy.requester().call(TestTopics.PROCESS, new Ask("beside"), null);
            assertThatThrownBy(() -> get(refused)).hasCauseInstanceOf(RejectedException.class);
            assertThatThrownBy(() -> refused.sent().join()).hasCauseInstanceOf(RejectedException.class);
            assertThat(refused.abandon()).isEqualTo(Call.Fate.NOT_SENT);
            assertThat(get(beside)).isEqualTo(new Told("beside"));
        }
        assertThat(handedOn()).as("sent once").hasSize(2);
    }

    @Test
    void oneKeyHasOneEffectAndOneAnswerAtAllCopies() throws Exception {
        answering();
        Copy first = copy(0, new Gateway.Memory(A_DAY, 100));
        Copy second = copy(1, new Gateway.Memory(A_DAY, 100));
        List<Call<Told>> together = List.of(first.once("a", "k"), first.once("a", "k"), second.once("a", "k"));
        for (Call<Told> call : together) {
            assertThat(get(call)).isEqualTo(new Told("a"));
            assertThat(call.session()).isEqualTo(together.get(0).session());
        }
        assertThat(failure(second.once("b", "k")).isForOtherRequest()).isTrue();
        assertThat(get(second.once("b", "k2"))).isEqualTo(new Told("b"));
        assertThat(handedOn()).hasSize(2);
    }

    @Test
    void allWhoRepeatBeforeItIsAnsweredGetTheAnswer() throws Exception {
        Copy copy = copy(0, new Gateway.Memory(A_DAY, 100));
        production.createTopic(TestTopics.PROCESS.in(production.name()));
        List<Call<Told>> calls = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            calls.add(copy.once("a", "k"));
        }
        for (Call<Told> call : calls) {
            call.sent().get(60, TimeUnit.SECONDS);
        }
        answering();
        for (Call<Told> call : calls) {
            assertThat(get(call)).isEqualTo(new Told("a"));
        }
        assertThat(handedOn()).hasSize(1);
    }

    @Test
    void aKeyIsKnownToTheNextProcess() throws Exception {
        answering();
        Copy first = copy(0, new Gateway.Memory(A_DAY, 100));
        assertThat(get(first.once("a", "k"))).isEqualTo(new Told("a"));
        first.stop();
        Copy next = copy(0, new Gateway.Memory(A_DAY, 100));
        assertThat(get(next.once("a", "k"))).isEqualTo(new Told("a"));
        assertThat(failure(next.once("b", "k")).isForOtherRequest()).isTrue();
        assertThat(handedOn()).hasSize(1);
    }

    @Test
    void whoAsksTheNextProcessWaitsForWhatThePreviousOneBegan() throws Exception {
        Copy first = copy(0, new Gateway.Memory(A_DAY, 100));
        production.createTopic(TestTopics.PROCESS.in(production.name()));
        Call<Told> lost = first.once("a", "k");
        eventually("it is handed on", () -> handedOn().size() == 1);
        first.stop();
        assertThat(lost.reply().isCancelled()).isTrue();
        Copy next = copy(0, new Gateway.Memory(A_DAY, 100));
        Call<Told> again = next.once("a", "k");
        answering();
        assertThat(get(again)).isEqualTo(new Told("a"));
        assertThat(handedOn()).hasSize(1);
    }

    @Test
    void aKeyIsForgottenInTime() throws Exception {
        answering();
        Copy copy = copy(0, new Gateway.Memory(Duration.ofSeconds(3), 100));
        assertThat(get(copy.once("a", "k"))).isEqualTo(new Told("a"));
        eventually("forgotten", () -> {
            Call<Told> other = copy.once("b", "k");
            return other.reply().handle((told, refused) -> refused == null).get(60, TimeUnit.SECONDS);
        });
        assertThat(handedOn()).hasSize(2);
    }

    @Test
    void moreKeysThanCanBeRememberedAreRefused() throws Exception {
        answering();
        Copy copy = copy(0, new Gateway.Memory(A_DAY, 2));
        get(copy.once("a", "k1"));
        get(copy.once("b", "k2"));
        assertThat(failure(copy.once("c", "k3")).isForTooManyKeys()).isTrue();
        assertThat(get(copy.once("a", "k1"))).isEqualTo(new Told("a"));
        assertThat(handedOn()).hasSize(2);
    }

    @Test
    void aKeyWhoseTimeIsOverTakesNoPlaceFromANewOneOnWhateverPartition() throws Exception {
        answering();
        Copy copy = copy(0, new Gateway.Memory(Duration.ofSeconds(1), 1));
        get(copy.once("a", "k0"));
        letPass(Duration.ofMillis(1_500));
        String elsewhere = key(key -> partition(key) != partition("k0"));
        assertThat(get(copy.once("b", elsewhere))).isEqualTo(new Told("b"));
        letPass(Duration.ofMillis(1_500));
        String beside = key(key -> partition(key) == partition(elsewhere) && !key.equals(elsewhere));
        assertThat(get(copy.once("c", beside))).isEqualTo(new Told("c"));
        assertThat(handedOn()).hasSize(3);
    }

    /** Else a client would be told that its request is accepted, and it would never be carried out. */
    @Test
    void aRequestWithAKeyIsSentOnceItIsTakenOn() throws Exception {
        production.createTopic(TestTopics.PROCESS.in(production.name()));
        Copy copy = copy(0, new Gateway.Memory(A_DAY, 1));
        Call<Told> first = copy.once("a", "k");
        Call<Told> again = copy.once("a", "k");
        first.sent().get(60, TimeUnit.SECONDS);
        again.sent().get(60, TimeUnit.SECONDS);
        assertThat(first.reply()).isNotDone();
        assertThatThrownBy(() -> copy.once("b", "k").sent().get(60, TimeUnit.SECONDS))
                .hasCauseInstanceOf(FailedReply.class)
                .hasMessageContaining("used for another request");
        assertThatThrownBy(() -> copy.once("b", "other").sent().get(60, TimeUnit.SECONDS))
                .hasCauseInstanceOf(FailedReply.class)
                .hasMessageContaining("no more keys");
        answering();
        assertThat(get(first)).isEqualTo(new Told("a"));
        assertThat(get(again)).isEqualTo(new Told("a"));
        assertThat(handedOn()).hasSize(1);
    }

    @Test
    void whoWaitsForWhatNobodyHereSendsIsTold() throws Exception {
        copy(0, new Gateway.Memory(A_DAY, 100));
        String waiting = GATEWAY.repliesIn(production.name());
        String large = "s".repeat(600_000);
        for (String session : List.of(other(), "no-uuid", large)) {
            production.inject(
                    KEYS.in(production.name()), 0, "{}", "ce_id", "ask", "ce_session", session, "ce_replyto", waiting);
        }
        String deadLetters = KEYS.deadLettersIn(production.name());
        eventually("set aside", () -> production.records(deadLetters).size() == 1);
        assertThat(production.records(waiting))
                .hasSize(2)
                .allMatch(reply -> "ask".equals(Production.header(reply, "ce_inreplyto")))
                .allMatch(reply -> Production.text(reply).contains("\"errorClass\":\"rejected\""))
                .anyMatch(reply -> Production.text(reply).contains("'relais-target' is missing"));
    }

    /** Each of them would come next again after every restart, or make a key forgotten. */
    @Test
    void whatNobodyHereSendsIsSetAsideAndKeepsNobodyFromBeingAnswered() throws Exception {
        answering();
        Copy copy = copy(0, new Gateway.Memory(A_DAY, 100));
        Call<Told> known = copy.once("a", "k");
        assertThat(get(known)).isEqualTo(new Told("a"));
        byte[] body = "{}".getBytes(UTF_8);
        byte[] large = Production.ask("x".repeat(3 << 20)).getBytes(UTF_8);
        String requests = KEYS.in(production.name());
        inject(requests, known, null, Production.headers("ce_session", known.session(), "relais-target", "process"));
        RecordHeaders nobody = Production.headers("ce_session", known.session());
        nobody.add("relais-target", null);
        inject(requests, known, body, nobody);
        inject(requests, known, large, Production.headers("ce_session", other(), "relais-target", "process"));
        String replies = KEYS.repliesIn(production.name());
        inject(replies, known, null, Production.headers("ce_inreplyto", known.session()));
        inject(replies, known, large, Production.headers("ce_inreplyto", known.session()));
        String type = "t".repeat(1_000);
        inject(replies, known, body, Production.headers("ce_inreplyto", known.session(), "ce_type", type));
        String deadLetters = KEYS.deadLettersIn(production.name());
        eventually("set aside", () -> production.records(deadLetters).size() == 6);
        assertThat(production.records(deadLetters))
                .allMatch(letter -> "rejected".equals(Production.header(letter, "relais-error-class")));
        assertThat(get(copy.once("b", "k2"))).isEqualTo(new Told("b"));
        copy.stop();
        inject(KEYS.seenIn(production.name()), known, body, new RecordHeaders());
        Copy next = copy(0, new Gateway.Memory(A_DAY, 100));
        assertThat(get(next.once("a", "k"))).isEqualTo(new Told("a"));
        assertThat(handedOn()).hasSize(2);
    }

    private static String key(Predicate<String> wanted) {
        return IntStream.iterate(1, i -> i + 1)
                .mapToObj(i -> "k" + i)
                .filter(wanted)
                .findFirst()
                .orElseThrow();
    }

    private static int partition(String key) {
        return Utils.toPositive(Utils.murmur2(Ids.session(key).getBytes(UTF_8))) % Production.PARTITIONS;
    }

    private static String other() {
        return UUID.randomUUID().toString();
    }

    /** Puts something on the partition of a call's key. */
    private void inject(String topic, Call<Told> call, byte @Nullable [] value, Headers headers) throws Exception {
        byte[] key = call.session().getBytes(UTF_8);
        production.injectCompressed(new ProducerRecord<>(topic, null, key, value, headers));
    }

    private void answering() {
        production.process((request, calls) -> new Told(request.text()));
    }

    /** {@return what has come to the process for good; how often its handler runs says nothing, since after a rollback it runs again} */
    private List<String> handedOn() {
        return production.texts(TestTopics.PROCESS.in(production.name()));
    }

    private Copy copy(int slot, Gateway.Memory memory) throws Exception {
        return copy(production, slot, memory);
    }

    private static Copy copy(Production production, int slot, Gateway.Memory memory) throws Exception {
        Copy copy = new Copy();
        Switchboard board = new Switchboard();
        String setting = "slot=" + slot;
        copy.parts = List.of(
                production.start(context -> new GatewaySender(context, GATEWAY, KEYS, board), setting),
                production.start(context -> new LedgerJob(context, KEYS, memory), setting),
                production.start(context -> new GatewayReplies(context, GATEWAY, copy, board), setting));
        eventually("open", () -> copy.requester != null && copy.requester.isReady());
        return copy;
    }

    /** What compression makes no smaller than a record may be. */
    private static String incompressible(int length) {
        return new Random(1)
                .ints('#', '~')
                .filter(character -> character != '\\')
                .limit(length)
                .mapToObj(Character::toString)
                .collect(Collectors.joining());
    }

    private static Told get(Call<Told> call) throws Exception {
        return call.reply().get(Long.getLong("relais.patience", 60), TimeUnit.SECONDS);
    }

    private static FailedReply failure(Call<Told> call) throws Exception {
        try {
            throw new AssertionError("no failure, but " + get(call));
        } catch (ExecutionException e) {
            return (FailedReply) Objects.requireNonNull(e.getCause());
        }
    }

    /** One process of the gateway; nobody outside calls it but the test. */
    private static final class Copy implements Gateway {

        private List<Production.Part> parts = List.of();
        private volatile @Nullable Requester requester;

        @Override
        public void open(Requester opened) {
            requester = opened;
        }

        Requester requester() {
            return Objects.requireNonNull(requester);
        }

        Call<Told> once(String word, String key) {
            return requester().callOnce(TestTopics.PROCESS, new Ask(word), key);
        }

        boolean isRetrying() {
            return parts.get(0).state().equals("RETRYING");
        }

        void stop() {
            parts.forEach(Production.Part::stop);
        }

        @Override
        public void close() {}
    }
}
