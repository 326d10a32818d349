package org.relais.messages;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Any bytes are a body or refused; what was read is written so that it is read again, the same. */
final class BodiesFuzzTest {

    private static final List<Class<?>> TYPES = List.of(
            FormationRequest.class,
            TrainingResponse.class,
            ProductMessage.class,
            FormationPage.class,
            FormationListRequest.class,
            Failure.class,
            ComponentStatus.class);

    @FuzzTest(maxDuration = "5s")
    void readsOrRefuses(byte[] json) throws CharacterCodingException {
        for (Class<?> type : TYPES) {
            check(Bodies.of(type), json);
        }
    }

    private static <T> void check(Bodies<T> bodies, byte[] json) throws CharacterCodingException {
        T body;
        try {
            body = bodies.read(json);
        } catch (InvalidMessageException e) {
            assertThat(OneLine.of(String.valueOf(e.getMessage()))).isEqualTo(e.getMessage());
            return;
        }
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(json));
        assertThat(bodies.read(bodies.write(body))).isEqualTo(body);
    }
}
