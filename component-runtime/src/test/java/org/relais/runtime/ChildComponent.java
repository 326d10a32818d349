package org.relais.runtime;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** A component in a JVM of its own, for what only the end of a process can show. */
final class ChildComponent {

    record Settings(
            @Setting(description = "whether to stop for ever at a request to do so", byDefault = "false")
            boolean hangs,

            @Setting(description = "whether a second part fails", byDefault = "false")
            boolean fails,

            @Setting(description = "the first word of every answer", byDefault = "told")
            String word,

            @Setting(description = "nobody's business", byDefault = "none", secret = true)
            String password) {

        Settings {
            if (hangs && word.equals("silent")) {
                throw new IllegalArgumentException("hangs: who is silent can't");
            }
        }
    }

    private ChildComponent() {}

    public static void main(String[] args) {
        Component.named("child")
                .settings(Settings.class)
                .process(TestTopics.PROCESS, ChildComponent::process)
                .operation(TestTopics.OPERATION, settings -> new HaltingSink(), settings -> OperationJobTest.ECHO)
                .onlyIf(Settings::fails)
                .run(args);
    }

    /** Business logic that takes its time to come up, where the settings say so. */
    private static Process<Ask, Told> process(Settings settings) {
        if (settings.word().equals("slowly")) {
            LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(2));
        } else if (settings.word().equals("refused")) {
            throw new KafkaException("no client can be made");
        }
        return (request, calls) -> answer(settings, request);
    }

    private static Told answer(Settings settings, Ask request) {
        while (settings.hangs() && request.text().equals("hang")) {
            LockSupport.park();
        }
        return new Told(settings.word() + " " + request.text());
    }

    private static final class HaltingSink implements Sink<List<String>> {

        @Override
        public Map<TopicPartition, Cursor> open(Assignment partitions) {
            throw new HaltException("the sink has foreign bytes");
        }

        @Override
        public List<String> begin() {
            return List.of();
        }

        @Override
        public void mark() {}

        @Override
        public void undo() {}

        @Override
        public void push() {}

        @Override
        public void rollback() {}

        @Override
        public String commit(Map<TopicPartition, Cursor> cursors) {
            return "";
        }

        @Override
        public void close() {}
    }
}
