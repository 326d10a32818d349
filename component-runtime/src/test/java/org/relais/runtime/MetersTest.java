package org.relais.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class MetersTest {

    private final MeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void showsTheLagOfThePartAsItIsAfterItStartedOver() {
        new Meters(registry, "router").lag(7);
        new Meters(registry, "other").lag(1);
        new Meters(registry, "router").lag(3);
        assertThat(lag("router")).isEqualTo(3);
        assertThat(lag("other")).isEqualTo(1);
    }

    private double lag(String part) {
        return registry.get("relais.lag").tag("part", part).gauge().value();
    }
}
