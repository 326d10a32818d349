package org.relais.runtime.internal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.core.joran.spi.JoranException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.MDC;
import org.slf4j.spi.MDCAdapter;

/** What the components' own logback.xml makes of text that comes from outside. */
final class LogTest {

    private static final String FORGED =
            "x\n2026-01-01T00:00:00.000Z ERROR [main] - - forged\r\u001b[31m\u2028\u202e\u0085\u009b";
    private static final String SECRET = "jdbc:postgresql://db/x?user=u&password=s3cret";

    @Test
    void writesOneLineForEachEvent() throws JoranException {
        String log = logged(logger -> logger.warn("{} and {}", FORGED, FORGED));
        assertThat(log.strip().lines()).hasSize(1);
        assertThat(log.strip()).doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");
    }

    @Test
    void writesOneLineWhateverASessionIsCalled() throws JoranException {
        String log = logged(logger -> {
            MDC.put("session", FORGED);
            MDC.put("message", FORGED);
            logger.warn("text");
            MDC.clear();
        });
        assertThat(log.strip().lines()).hasSize(1);
        assertThat(log.strip()).doesNotContainPattern("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]");
    }

    @Test
    void forgesNoLinesInStackTraces() throws JoranException {
        RuntimeException failure = new IllegalStateException(FORGED, new IllegalArgumentException(FORGED + SECRET));
        failure.addSuppressed(new IllegalArgumentException(FORGED));
        String log = logged(logger -> logger.error("failed", failure));
        assertThat(log.lines().filter(line -> line.startsWith("2026-01-01"))).isEmpty();
        assertThat(log.lines().skip(1))
                .allMatch(line -> line.matches("(?s)\\s*(at |Caused by: |Suppressed: |\\.\\.\\. |java\\.|\\* |$).*"));
        assertThat(log)
                .contains("IllegalStateException: x?2026", "Caused by: ", "Suppressed: ")
                .doesNotContain("s3cret");
    }

    @Test
    void tellsNoSecrets() throws JoranException {
        assertThat(logged(logger -> logger.warn("can't connect to {}", SECRET)))
                .contains("jdbc:***")
                .doesNotContain("s3cret");
    }

    private static String logged(Consumer<Logger> logging) throws JoranException {
        MDCAdapter contextOfThread = MDC.getMDCAdapter(); // sets up the tests' own logging, which tells of itself
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            LoggerContext context = new LoggerContext();
            context.setMDCAdapter(contextOfThread);
            JoranConfigurator configurator = new JoranConfigurator();
            configurator.setContext(context);
            URL file = Objects.requireNonNull(LogTest.class.getResource("/logback.xml"));
            configurator.doConfigure(file);
            logging.accept(context.getLogger("test"));
            context.stop();
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
