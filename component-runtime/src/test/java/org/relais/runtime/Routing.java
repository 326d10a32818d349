package org.relais.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.relais.runtime.Eventually.eventually;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The process of a production with the operations that it calls and the outside systems of these, and a caller of the process. */
final class Routing {

    /** Calls both operations, one after the other. */
    static final Process<Ask, Told> ROUTER = (request, calls) -> {
        Told first = calls.call(TestTopics.OTHER, new Ask("1 " + request.text()));
        Told second = calls.call(TestTopics.OPERATION, new Ask("2 " + request.text()));
        return new Told(first.text() + ", " + second.text());
    };

    private final Production production;
    private final Outside outside = new Outside();
    private final Outside other = new Outside();
    private final String requests;
    private final String replies;

    Routing(Production production) {
        this.production = production;
        requests = TestTopics.PROCESS.in(production.name());
        replies = TestTopics.SERVICE.repliesIn(production.name());
    }

    /** {@return what {@link TestTopics#OPERATION} writes to} */
    Outside outside() {
        return outside;
    }

    /** {@return what {@link TestTopics#OTHER} writes to} */
    Outside other() {
        return other;
    }

    void createTopics() {
        List.of(
                        requests,
                        TestTopics.PROCESS.repliesIn(production.name()),
                        TestTopics.PROCESS.deadLettersIn(production.name()),
                        TestTopics.OPERATION.in(production.name()),
                        TestTopics.OPERATION.deadLettersIn(production.name()),
                        replies)
                .forEach(production::createTopic);
    }

    void startAll(Process<Ask, Told> process) {
        production.process(process);
        production.start(context -> new OperationJob<>(context, TestTopics.OTHER, other.sink(), OperationJobTest.ECHO));
        production.operation(outside, OperationJobTest.ECHO);
    }

    void ask(String text, String... headers) throws Exception {
        List<String> all = new ArrayList<>(List.of(headers));
        all.addAll(List.of("ce_replyto", replies));
        production.inject(requests, 1, Production.ask(text), all.toArray(String[]::new));
    }

    ConsumerRecord<byte[], byte[]> onlyReply() throws Exception {
        eventually("a reply", () -> !production.records(replies).isEmpty());
        eventually("nothing waits", () -> production.lag("process") == 0);
        assertThat(production.records(replies)).hasSize(1);
        return production.records(replies).get(0);
    }
}
