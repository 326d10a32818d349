package org.relais.runtime;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

/** What a record is reckoned to take. */
class SenderTest {

    /** Anybody can write such names; what they take in fact is up to three times as many bytes as they have characters. */
    @Test
    void namesOfHeadersCountWithAllTheirBytes() {
        String name = "€".repeat(KafkaClients.MAX_RECORD_BYTES / 2);
        RecordHeaders headers = Production.headers(name, "");
        byte[] value = Objects.requireNonNull("{}".getBytes(UTF_8));
        ProducerRecord<byte[], byte[]> message = new ProducerRecord<>("topic", 0, value, value, headers);
        assertThat(Sender.size(message)).isGreaterThan(name.getBytes(UTF_8).length);
        assertThat(Sender.fits(message)).isFalse();
    }
}
