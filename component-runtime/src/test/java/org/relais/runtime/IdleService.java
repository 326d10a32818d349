package org.relais.runtime;

import java.time.Duration;
import java.util.Map;

/** A service that finds nothing. */
final class IdleService implements Service {

    @Override
    public String identity() {
        return "nothing";
    }

    @Override
    public Duration interval() {
        return Duration.ofMillis(100);
    }

    @Override
    public void resume(Map<String, byte[]> positions) {}

    @Override
    public boolean read(Outbox outbox) {
        return false;
    }

    @Override
    public void close() {}
}
