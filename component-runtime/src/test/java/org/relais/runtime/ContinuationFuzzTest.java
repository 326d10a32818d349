package org.relais.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import org.relais.messages.InvalidMessageException;

/** Any bytes are a continuation or refused; what was read is written so that it is read again, the same. */
final class ContinuationFuzzTest {

    @FuzzTest(maxDuration = "5s")
    void readsOrRefuses(byte[] bytes) {
        Continuation continuation;
        try {
            continuation = Continuation.decode(bytes);
        } catch (InvalidMessageException e) {
            return;
        }
        byte[] encoded = continuation.encode();
        assertThat(Continuation.decode(encoded).encode()).isEqualTo(encoded);
    }
}
