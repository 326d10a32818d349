package org.relais.messages;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {

    @Test
    void isATopicWithOrWithoutAPartition() {
        assertThat(Address.parse("formation.router.replies")).isEqualTo(new Address("formation.router.replies", null));
        assertThat(Address.parse("formation.router.replies/12")).isEqualTo(new Address("formation.router.replies", 12));
    }

    @ParameterizedTest
    @ValueSource(strings = {"formation.router.replies", "formation.router.replies/0", "x/999999999"})
    void readsWhatItWrites(String text) {
        assertThat(Address.parse(text)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "t/",
                "t/x",
                "t/-1",
                "t/+1",
                "t/ 1",
                "t/1.0",
                "t/4294967295",
                "t/2147483648",
                "t/99999999999",
                "/"
            })
    void refusesWhatIsNoPartition(String text) {
        assertThatThrownBy(() -> Address.parse(text))
                .isInstanceOf(InvalidMessageException.class)
                .hasMessageContaining("ce_replyto");
    }
}
