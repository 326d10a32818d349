package org.relais.messages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.apache.kafka.common.Uuid;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdsTest {

    private static final String TRACE_PARENT = "00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-01";

    @Test
    void sessionsAreUuidsOfVersion7InTheOrderOfTheirTime() {
        long before = System.currentTimeMillis();
        String last = "";
        Set<String> all = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            String id = Ids.session();
            UUID uuid = UUID.fromString(id);
            assertThat(uuid.version()).isEqualTo(7);
            assertThat(uuid.variant()).isEqualTo(2);
            assertThat(uuid.getMostSignificantBits() >>> 16).isBetween(before, System.currentTimeMillis() + 1);
            assertThat(id).isGreaterThan(last);
            assertThat(all.add(id)).isTrue();
            last = id;
        }
    }

    @Test
    void aKeyHasASessionOfItsOwnThatIsAUuidOfVersion8() {
        Set<String> all = new HashSet<>();
        for (int i = 0; i < 1_000; i++) {
            String id = Ids.session("key " + i);
            assertThat(UUID.fromString(id).version()).isEqualTo(8);
            assertThat(UUID.fromString(id).variant()).isEqualTo(2);
            assertThat(id).isEqualTo(Ids.session("key " + i));
            assertThat(all.add(id)).isTrue();
        }
    }

    @Test
    void whatAMessageCausesIsNamedByItsPlace() {
        assertThat(Ids.caused("S", 1)).isEqualTo("S.1");
        assertThat(Ids.reply(Ids.caused("S", 2))).isEqualTo("S.2.r");
    }

    @Test
    void whatWasInjectedIsNamedByWhereItStands() {
        Uuid topic = Uuid.randomUuid();
        assertThat(Ids.injected(topic, 3, 42)).isEqualTo(Ids.injected(topic, 3, 42));
        assertThat(Set.of(
                        Ids.injected(topic, 3, 42),
                        Ids.injected(topic, 3, 43),
                        Ids.injected(topic, 4, 42),
                        Ids.injected(Uuid.randomUuid(), 3, 42)))
                .hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "7",
                "order 4711",
                "zzzzzzzz-zzzz-7zzz-zzzz-zzzzzzzzzzzz",
                "--------------7---------------------",
                "00000000-0000-7000-0000-000000000000",
                "019A0000-0000-7ABC-8000-0123456789AB",
                "019a0000-0000-7abc-8000-0123456789ab",
                "019a00000000-7-abc-8000-0123456789ab",
                "6ba7b810-9dad-11d1-80b4-00c04fd430c8",
                "\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e97\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9\u00e9",
            })
    void everySessionHasAValidTraceThatIsAFunctionOfIt(String session) {
        assertThat(Ids.traceParent(session)).matches(TRACE_PARENT).isEqualTo(Ids.traceParent(session));
    }

    @Test
    void aSessionsTraceCanBeFoundByItsId() {
        String session = Ids.session();
        assertThat(Ids.traceParent(session)).matches(TRACE_PARENT).contains(session.replace("-", ""));
    }

    @Test
    void aSessionsIdTellsWhenItBegan() {
        assertThat(Ids.time("019a0000-0000-7abc-8000-0123456789ab")).isEqualTo("2025-10-20T05:03:11.360Z");
        assertThat(Ids.time("order 4711")).isNull();
        assertThat(Ids.time("6ba7b810-9dad-11d1-80b4-00c04fd430c8")).isNull();
    }
}
