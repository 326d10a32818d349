package org.relais.runtime.internal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.utils.LogContext;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

final class RepetitionsTest {

    private static final String AWAY = "[Consumer clientId=a] Connection to node {} could not be established";

    private final AtomicLong now = new AtomicLong(1);
    private final LoggerContext context = new LoggerContext();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    RepetitionsTest() {
        log.start();
        context.addTurboFilter(new Repetitions(now::get));
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).addAppender(log);
    }

    @Test
    void aClientsWarningIsToldAgainAfterTenSeconds() {
        Logger client = context.getLogger("org.apache.kafka.clients.NetworkClient");
        client.warn(AWAY, 1);
        client.warn(AWAY, 2);
        client.warn(AWAY.replace("=a", "=b"), 1);
        now.addAndGet(TimeUnit.SECONDS.toNanos(10) - 1);
        client.warn(AWAY, 3);
        now.incrementAndGet();
        client.warn(AWAY, 4);
        assertThat(texts())
                .containsExactly(
                        "[Consumer clientId=a] Connection to node 1 could not be established",
                        "[Consumer clientId=b] Connection to node 1 could not be established",
                        "[Consumer clientId=a] Connection to node 4 could not be established");
    }

    /** It puts the parameters into the text before it hands that on. */
    @Test
    void aWarningOfKafkasOwnLoggerIsTheSameWithOtherNumbers() {
        LoggerContext inUse = (LoggerContext) LoggerFactory.getILoggerFactory();
        Logger sender = inUse.getLogger("org.apache.kafka.RepetitionsTest");
        sender.addAppender(log);
        try {
            org.slf4j.Logger kafkas = new LogContext("[Producer clientId=a] ").logger(sender.getName());
            for (int tries = 17; tries > 0; tries--) {
                kafkas.warn("Got error with correlation id {} ({} attempts left)", 17 - tries, tries);
            }
            kafkas.warn("Got another error with correlation id {}", 18);
        } finally {
            sender.detachAppender(log);
        }
        assertThat(texts())
                .containsExactly(
                        "[Producer clientId=a] Got error with correlation id 0 (17 attempts left)",
                        "[Producer clientId=a] Got another error with correlation id 18");
    }

    @Test
    void errorsAndWhatOthersSayIsToldEachTime() {
        for (int i = 0; i < 2; i++) {
            context.getLogger("org.apache.kafka.clients.NetworkClient").error("gone");
            context.getLogger("org.relais.router").warn("starts over");
        }
        assertThat(texts()).containsExactly("gone", "starts over", "gone", "starts over");
    }

    private List<String> texts() {
        return log.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
    }
}
