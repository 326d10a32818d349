package org.relais.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;
import org.relais.endtoend.faults.EveryCallAnswered;
import org.relais.endtoend.faults.EveryCallAnswered.Answer;
import org.relais.endtoend.faults.ExactlyOnceEffect;
import org.relais.endtoend.faults.OrderPerKey;
import org.relais.messages.HeaderName;
import org.relais.messages.Topic;
import org.relais.messages.Topics;

/**
 * What a formation production has left behind after these rows, held against each of its promises.
 *
 * @param production its name
 * @param rows what was sent, each with a {@code nom} of its own
 */
public record Evidence(String production, List<Row> rows) {
    private static final List<Topic<?, ?>> OPERATIONS =
            List.of(Topics.FILE_OPERATION, Topics.TRAINING_OPERATION, Topics.POSTGRES_OPERATION);

    /** One pair of lines for each row, those with one id in their order. */
    public void checkFile(Path file) throws IOException {
        check("the file", OutputLines.read(file), OutputLines::line, line -> before(line, " : "));
    }

    /** Each call has its reply, and just one. */
    public void checkCalls(Log log) {
        List<String> calls = OPERATIONS.stream()
                .flatMap(operation -> log.all(operation.in(production)).stream())
                .map(call -> String.valueOf(Log.header(call, HeaderName.ID)))
                .toList();
        List<Answer> answers = log.all(replies()).stream()
                .map(reply -> new Answer(
                        String.valueOf(Log.header(reply, HeaderName.IN_REPLY_TO)),
                        !"error".equals(Log.header(reply, HeaderName.STATUS))))
                .toList();
        assertThat(calls).as("calls").hasSizeGreaterThanOrEqualTo(2 * rows.size());
        assertThat(calls).as("no call made twice").doesNotHaveDuplicates();
        new EveryCallAnswered(calls).check("replies", answers);
    }

    /** Nothing was set aside. */
    public void checkNoDeadLetters(Log log) {
        List<String> letters = new ArrayList<>();
        Stream.concat(Stream.of(Topics.ROUTER, Topics.SERVICE_CSV), OPERATIONS.stream())
                .flatMap(topic -> log.all(topic.deadLettersIn(production)).stream())
                .forEach(letter -> letters.add(Log.header(letter, "relais-error") + ": " + letter.value()));
        assertThat(letters).as("dead letters").isEmpty();
    }

    private String replies() {
        return Topics.ROUTER.repliesIn(production);
    }

    private void check(String where, List<String> found, Function<Row, String> text, Function<String, String> key) {
        new ExactlyOnceEffect(texts(text)).check(where, found);
        new OrderPerKey(texts(text), key).check(where, found);
    }

    private List<String> texts(Function<Row, String> text) {
        return rows.stream().map(text).toList();
    }

    private static String before(String text, String separator) {
        return text.substring(0, text.indexOf(separator));
    }
}
