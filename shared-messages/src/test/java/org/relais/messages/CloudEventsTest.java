package org.relais.messages;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.cloudevents.CloudEvent;
import io.cloudevents.SpecVersion;
import io.cloudevents.core.builder.CloudEventBuilder;
import io.cloudevents.kafka.KafkaMessageFactory;
import java.net.URI;
import java.time.OffsetDateTime;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The CloudEvents SDK for Kafka reads every message that is sent, and what it sends is read. */
class CloudEventsTest {

    private static final String TIME = "2026-11-01T10:00:00.123Z";
    private static final String SESSION = "019a0000-0000-7abc-8000-0123456789ab";

    static Set<Class<?>> messages() {
        return Catalogue.messages();
    }

    @ParameterizedTest
    @MethodSource("messages")
    void areReadByTheSdk(Class<?> message) {
        String type = message.getSimpleName();
        byte[] body = Catalogue.example(message).getBytes(UTF_8);
        Envelope opening = Envelope.opening(SESSION, type, "service-csv", TIME);
        Envelope call = opening.request(SESSION + ".1", type, "router", TIME)
                .awaiting("formation.router.replies", new byte[] {0, -1});
        Envelope reply = call.reply(false, type, "training-operation", TIME);

        CloudEvent opened = read(opening, body);
        assertThat(opened.getSpecVersion()).isEqualTo(SpecVersion.V1);
        assertThat(opened.getId()).isEqualTo(SESSION);
        assertThat(opened.getType()).isEqualTo(type);
        assertThat(opened.getSource()).isEqualTo(URI.create("service-csv"));
        assertThat(opened.getTime()).isEqualTo(OffsetDateTime.parse(TIME));
        assertThat(opened.getDataContentType()).isEqualTo("application/json");
        assertThat(opened.getExtension("session")).isEqualTo(SESSION);
        assertThat(Objects.requireNonNull(opened.getData()).toBytes()).isEqualTo(body);

        CloudEvent called = read(call, body);
        assertThat(called.getExtension("cause")).isEqualTo(SESSION);
        assertThat(called.getExtension("replyto")).isEqualTo("formation.router.replies");

        CloudEvent replied = read(reply, body);
        assertThat(replied.getId()).isEqualTo(SESSION + ".1.r");
        assertThat(replied.getExtension("inreplyto")).isEqualTo(SESSION + ".1");
        assertThat(replied.getExtension("status")).isEqualTo("error");
        assertThat(replied.getExtension("session")).isEqualTo(SESSION);
    }

    @ParameterizedTest
    @MethodSource("messages")
    void ofTheSdkAreRead(Class<?> message) {
        byte[] body = Catalogue.example(message).getBytes(UTF_8);
        CloudEvent event = CloudEventBuilder.v1()
                .withId("A-1")
                .withSource(URI.create("https://example.org/shop"))
                .withType(message.getSimpleName())
                .withTime(OffsetDateTime.parse(TIME))
                .withDataContentType("application/json")
                .withExtension("session", SESSION)
                .withExtension("replyto", "formation.router.replies/2")
                .withData(body)
                .build();
        ProducerRecord<Void, byte[]> sent =
                KafkaMessageFactory.createWriter("formation.router").writeBinary(event);

        Envelope envelope = Envelope.read(sent.headers(), new Complete());
        assertThat(envelope.id()).isEqualTo("A-1");
        assertThat(envelope.type()).isEqualTo(message.getSimpleName());
        assertThat(envelope.source()).isEqualTo("https://example.org/shop");
        assertThat(envelope.time()).isEqualTo(OffsetDateTime.parse(TIME).toInstant());
        assertThat(envelope.session()).isEqualTo(SESSION);
        assertThat(envelope.replyTo()).isEqualTo(new Address("formation.router.replies", 2));
        assertThat(Bodies.of(message).read(sent.value()))
                .isEqualTo(Bodies.of(message).read(body));
    }

    private static CloudEvent read(Envelope envelope, byte[] body) {
        return KafkaMessageFactory.createReader(new RecordHeaders(envelope.headers()), body)
                .toEvent();
    }

    /** Nothing is missing in what the SDK sends. */
    private static final class Complete implements Envelope.Defaults {

        @Override
        public String id() {
            throw new AssertionError("id");
        }

        @Override
        public String type() {
            return "unused";
        }

        @Override
        public long timestamp() {
            throw new AssertionError("timestamp");
        }
    }
}
