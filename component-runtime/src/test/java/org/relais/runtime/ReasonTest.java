package org.relais.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class ReasonTest {

    @Test
    void tellsWhyAClientOfKafkaFails() {
        KafkaException failure = new KafkaException(
                "Failed to create new KafkaAdminClient",
                new KafkaException("once more", new ConfigException("No resolvable bootstrap urls")));
        assertThat(Reason.of(failure)).isEqualTo("Failed to create new KafkaAdminClient: No resolvable bootstrap urls");
        assertThat(Reason.of(new KafkaException(new IllegalArgumentException("no entry in the configuration"))))
                .isEqualTo("java.lang.IllegalArgumentException: no entry in the configuration");
        assertThat(Reason.of(new TimeoutException("timed out", new RuntimeException())))
                .isEqualTo("timed out: RuntimeException");
    }

    @Test
    void keepsToItselfWhatAnotherOutsideSaysToIt() {
        Exception quoting = new Exception("value \"secret\" of the row");
        assertThat(Reason.of(new RetryableException("the database fails", quoting)))
                .isEqualTo("the database fails");
    }
}
