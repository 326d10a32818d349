package org.relais.endtoend.faults;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.relais.endtoend.Log;
import org.relais.endtoend.OutputLines;
import org.relais.endtoend.Tables;
import org.relais.endtoend.faults.EveryCallAnswered.Answer;
import org.relais.endtoend.faults.Rows.Sort;
import org.relais.messages.HeaderName;
import org.relais.messages.Topic;
import org.relais.messages.Topics;

/**
 * What a run has left behind in the file, the tables and the topics, held against every guarantee. All of it is read once, from its
 * beginning, one after the other; what is kept of a row is a few bits. Used by one thread.
 */
final class Findings {
    private static final List<Topic<?, ?>> OPERATIONS =
            List.of(Topics.FILE_OPERATION, Topics.TRAINING_OPERATION, Topics.POSTGRES_OPERATION);

    private final Rows rows;
    private final int count;
    private final List<Effects> effects = new ArrayList<>();
    private final EveryCallAnswered calls = new EveryCallAnswered();
    private final NothingDroppedInSilence input;
    private final BitSet askedOfPostgres = new BitSet();
    private final BitSet trained = new BitSet();
    private final BitSet stored = new BitSet();
    private final List<String> more = new ArrayList<>();
    private final Differences unexpected = new Differences("dead letters of good rows:");
    private final Differences again = new Differences("calls made again:");
    private long agreed;

    /** @param count how many rows there are */
    Findings(Rows rows, int count) {
        this.rows = rows;
        this.count = count;
        this.input = new NothingDroppedInSilence(rows.all(count, sort -> true), Rows::name);
    }

    /**
     * Reads everything.
     *
     * @param waiting how far the components are
     */
    void read(Path file, Tables tables, Log log, Map<TopicPartition, Long> waiting) throws IOException, SQLException {
        topics(log);
        file(file);
        tables(tables);
        deadLetters(log);
        rows.all(count, Sort::isGood).stream().filter(this::isDone).forEach(input::done);
        log.behind(waiting, this::pending);
        judgeReplies(log);
    }

    private Effects effects(String where, BitSet sent, @Nullable IntFunction<String> text) {
        Effects effect = new Effects(where, rows, count, sent, text);
        effects.add(effect);
        return effect;
    }

    private void topics(Log log) {
        Effects routed = effects("the router's topic", rows.all(count, Sort::isRouted), null);
        log.each(Topics.ROUTER.in(Work.PRODUCTION), message -> routed.take(message.value()));
        for (Topic<?, ?> operation : OPERATIONS) {
            BitSet called = new BitSet();
            log.each(operation.in(Work.PRODUCTION), message -> called(message, called));
            if (operation.equals(Topics.POSTGRES_OPERATION)) {
                askedOfPostgres.or(called);
            }
        }
        log.each(Topics.ROUTER.repliesIn(Work.PRODUCTION), this::replied);
    }

    private void called(ConsumerRecord<String, String> message, BitSet called) {
        calls.asked(String.valueOf(Log.header(message, HeaderName.ID)));
        int number = Rows.number(message.value());
        if (number >= 0 && called.get(number)) {
            again.add(message.topic() + " " + Rows.name(number));
        } else if (number >= 0) {
            called.set(number);
        }
    }

    private void replied(ConsumerRecord<String, String> reply) {
        calls.answered(new Answer(inReplyTo(reply), !"error".equals(Log.header(reply, HeaderName.STATUS))));
        boolean decision = "TrainingResponse".equals(Log.header(reply, HeaderName.TYPE));
        agreed += decision && reply.value().equals("{\"bool\":true}") ? 1 : 0;
    }

    private static String inReplyTo(ConsumerRecord<String, String> reply) {
        return String.valueOf(Log.header(reply, HeaderName.IN_REPLY_TO));
    }

    private void file(Path file) throws IOException {
        Effects lines =
                effects("the file", rows.all(count, Sort::isWritten), number -> OutputLines.line(rows.row(number)));
        OutputLines.each(file, lines::take);
    }

    private void tables(Tables tables) throws SQLException {
        Effects training = effects(
                "iris.training",
                rows.all(count, Sort::isGood),
                number -> rows.row(number).training());
        tables.eachTrainingInOrder(text -> training.take(text, trained::set));
        Effects formation = effects(
                "public.formation", askedOfPostgres, number -> rows.row(number).csv());
        tables.eachFormationInOrder(text -> formation.take(text, stored::set));
    }

    private boolean isDone(int number) {
        return trained.get(number) && stored.get(number) == askedOfPostgres.get(number);
    }

    private void deadLetters(Log log) {
        Effects dead = effects("dead letters", rows.all(count, sort -> !sort.isGood()), null);
        for (Topic<?, ?> topic : Topics.all()) {
            log.each(topic.deadLettersIn(Work.PRODUCTION), letter -> dead(letter, dead));
        }
        more.addAll(unexpected.text());
        more.addAll(again.text());
    }

    private void dead(ConsumerRecord<String, String> letter, Effects dead) {
        int number = Rows.number(letter.value());
        boolean known = number >= 0 && number < count;
        if (!known || rows.sort(number).isGood()) {
            unexpected.add(letter.topic() + " " + letter.value() + ": " + Log.header(letter, "relais-error"));
        }
        if (known) {
            dead.takeInAnyOrder(number);
            input.dead(number);
        }
    }

    /** What waits has its row in its body, or, as a reply, in what the process gave along with the call. */
    private void pending(ConsumerRecord<String, String> message) {
        IntConsumer waits = number -> {
            if (number >= 0) {
                input.pending(number);
            }
        };
        waits.accept(Rows.number(message.value()));
        waits.accept(Rows.number(String.valueOf(Log.header(message, HeaderName.CONTINUATION))));
    }

    private void judgeReplies(Log log) {
        long refused = rows.all(count, sort -> sort == Sort.TOO_LONG).cardinality();
        if (calls.errors() != refused) {
            more.add("replies: " + calls.errors() + " errors instead of " + refused);
        }
        if (agreed != askedOfPostgres.cardinality()) {
            more.add(agreed + " true replies, but " + askedOfPostgres.cardinality()
                    + " calls to the postgres operation");
        }
        if (calls.unanswered() > 0) {
            OPERATIONS.forEach(operation -> log.each(
                    operation.in(Work.PRODUCTION), call -> suspect(String.valueOf(Log.header(call, HeaderName.ID)))));
        }
    }

    private void suspect(String id) {
        if (calls.isSuspect(id)) {
            calls.suspect(id);
        }
    }

    /** What counts. */
    Report.Counts counts() {
        return new Report.Counts(
                count,
                input.done(),
                input.dead(),
                input.pending(),
                calls.calls(),
                effects.stream().mapToLong(Effects::lost).sum(),
                effects.stream().mapToLong(Effects::duplicated).sum(),
                effects.stream().mapToLong(Effects::outOfOrder).sum(),
                calls.unanswered());
    }

    /** All that is not as promised; empty if nothing is. */
    List<String> differences() {
        List<String> all = new ArrayList<>();
        effects.forEach(effect -> all.addAll(effect.differences()));
        calls.differences().forEach(difference -> all.add("replies: " + difference));
        input.differences().forEach(difference -> all.add("input: " + difference));
        all.addAll(more);
        return all;
    }
}
