package org.relais.runtime.internal;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Lets each warning of a Kafka client through once in ten seconds: while a broker is away each client says so several times a second, which
 * hides what the component itself has to say. Errors and other loggers are left alone. Made by Logback; safe for use by several threads.
 */
public final class Repetitions extends TurboFilter {

    private static final String KAFKA = "org.apache.kafka.";
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int MOST_REMEMBERED = 1_000;
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    private final Map<String, Long> let = new ConcurrentHashMap<>();
    private final LongSupplier nanoTime;

    /** For Logback. */
    public Repetitions() {
        this(System::nanoTime);
    }

    Repetitions(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /**
     * The text tells warnings apart, not what is put into it; a client's text begins with its name. Kafka's clients put in what they have to
     * themselves, and most of it are numbers: of requests, of tries, of nodes.
     */
    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String text,
            Object @Nullable [] parameters,
            @Nullable Throwable failure) {
        if (text == null || level != Level.WARN || !logger.getName().startsWith(KAFKA)) {
            return FilterReply.NEUTRAL; // without a text somebody only asks whether the level is on
        }
        if (let.size() > MOST_REMEMBERED) {
            let.clear();
        }
        String warning = NUMBER.matcher(text).replaceAll("#");
        long now = nanoTime.getAsLong();
        Long before = let.get(warning);
        if (before != null && now - before < PAUSE_NANOS) {
            return FilterReply.DENY;
        }
        let.put(warning, now);
        return FilterReply.NEUTRAL;
    }
}
