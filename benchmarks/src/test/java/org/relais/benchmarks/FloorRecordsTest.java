package org.relais.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;
import org.relais.benchmarks.FloorRecords.Replier;
import org.relais.messages.Clock;
import org.relais.messages.Envelope;
import org.relais.messages.Topics;
import org.relais.runtime.Continuations;

/** The floor's records are as long as the production's, header by header. */
final class FloorRecordsTest {

    private static final Rows.Row ROW = new Rows(1, 1).row(0);
    private static final String BODY = text(ROW.json());
    private static final byte[] KEY = Bytes.of(Long.toString(ROW.id()));

    private final FloorRecords records = new FloorRecords();
    private final byte[] id = new FloorIds().next();
    private final ProducerRecord<byte[], byte[]> opening = records.opening(KEY, ROW.json(), id);
    private final ProducerRecord<byte[], byte[]> fileCall = records.fileCall(arrived(opening));
    private final ProducerRecord<byte[], byte[]> fileReply =
            records.done(arrived(fileCall), Replier.of(Topics.FILE_OPERATION));
    private final ProducerRecord<byte[], byte[]> trainingCall = records.trainingCall(arrived(fileReply));
    private final ProducerRecord<byte[], byte[]> decision =
            records.decision(arrived(trainingCall), Replier.of(Topics.TRAINING_OPERATION));
    private final ProducerRecord<byte[], byte[]> postgresCall = records.postgresCall(arrived(decision));

    private final String now = new Clock().now();
    private final Envelope envelope = Envelope.opening(text(id), "FormationRequest", "service-csv", now);

    @Test
    void openingHasTheHeadersOfAServicesMessage() {
        assertThat(shape(opening.headers())).isEqualTo(shape(envelope.headers()));
    }

    @Test
    void callHasTheHeadersOfAProcesssCall() {
        byte[] continuation = last(fileCall.headers(), "relais-continuation");
        Envelope call = envelope.request(text(id) + ".1", "FormationRequest", "router", now)
                .awaiting(FloorTopics.REPLIES, continuation);

        assertThat(shape(fileCall.headers())).isEqualTo(shape(call.headers()));
    }

    @Test
    void replyHasTheHeadersOfAnOperationsReply() {
        byte[] continuation = last(fileCall.headers(), "relais-continuation");
        Envelope call = envelope.request(text(id) + ".1", "FormationRequest", "router", now)
                .awaiting(FloorTopics.REPLIES, continuation);
        Envelope reply = call.reply(true, "Done", "file-operation", now);

        assertThat(shape(fileReply.headers())).isEqualTo(shape(reply.headers()));
    }

    @Test
    void continuationsAreTheRuntimesOwn() {
        String request = text(id) + " FormationRequest " + BODY;
        String file = "file-operation=true Done {}";

        assertThat(continuation(fileCall)).isEqualTo(request + " [] file-operation");
        assertThat(continuation(trainingCall)).isEqualTo(request + " [" + file + "] training-operation");
        assertThat(continuation(postgresCall))
                .isEqualTo(request + " [" + file + ", training-operation=true TrainingResponse {\"bool\":true}]"
                        + " postgres-operation");
    }

    @Test
    void bodiesAreAsLongAsTheProductions() {
        String training = "{\"training\":{\"name\":\"" + ROW.nom() + "\",\"room\":\"" + ROW.salle() + "\"}}";

        assertThat(fileCall.value()).isEqualTo(ROW.json());
        assertThat(trainingCall.value()).hasSameSizeAs(training.getBytes(StandardCharsets.UTF_8));
        assertThat(postgresCall.value()).isEqualTo(ROW.json());
    }

    @Test
    void keysLastBitDecidesWhetherTheRowGoesOn() {
        Replier training = Replier.of(Topics.TRAINING_OPERATION);
        ProducerRecord<byte[], byte[]> odd = records.fileCall(arrived(records.opening(Bytes.of("7"), ROW.json(), id)));

        assertThat(FloorRecords.goesOn(arrived(decision))).isTrue();
        assertThat(FloorRecords.goesOn(arrived(records.decision(arrived(odd), training))))
                .isFalse();
        assertThat((char) FloorRecords.sender(arrived(decision))).isEqualTo('t');
    }

    private static ConsumerRecord<byte[], byte[]> arrived(ProducerRecord<byte[], byte[]> sent) {
        return new ConsumerRecord<>(
                sent.topic(),
                0,
                0,
                0,
                TimestampType.CREATE_TIME,
                sent.key().length,
                sent.value().length,
                sent.key(),
                sent.value(),
                sent.headers(),
                Optional.empty());
    }

    private static List<String> shape(Headers headers) {
        List<String> shape = new ArrayList<>();
        for (Header header : headers) {
            shape.add(header.key() + ':' + header.value().length);
        }
        return shape;
    }

    private static String continuation(ProducerRecord<byte[], byte[]> call) {
        return Continuations.describe(last(call.headers(), "relais-continuation"));
    }

    private static byte[] last(Headers headers, String key) {
        return headers.lastHeader(key).value();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
