package org.relais.messages;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodiesTest {

    private static final Bodies<FormationRequest> REQUESTS = Bodies.of(FormationRequest.class);

    /** One of each kind of field that a body may have. */
    record Kinds(
            int small,
            double real,
            @Nullable Boolean maybe,
            @Nullable String text) {}

    @Test
    void readsWhatItWrites() {
        FormationRequest request = request(3L, "formation \"3\" é \u2028 \uD83D\uDE00", null);
        assertThat(REQUESTS.read(REQUESTS.write(request))).isEqualTo(request);
    }

    @Test
    void writesTheFieldsOfTheSourceSystemAndNothingElse() {
        assertThat(new String(REQUESTS.write(request(3L, "formation3", "salle3")), UTF_8))
                .isEqualTo("{\"formation\":{\"id\":3,\"nom\":\"formation3\",\"salle\":\"salle3\"}}");
        assertThat(new String(Bodies.of(TrainingResponse.class).write(new TrainingResponse(true)), UTF_8))
                .isEqualTo("{\"bool\":true}");
        assertThat(new String(Bodies.of(Done.class).write(Done.DONE), UTF_8)).isEqualTo("{}");
    }

    @Test
    void readsTheFlatFormInAnyOrder() {
        FormationRequest expected = request(7L, "n", "s");
        assertThat(read("{\"id\":7,\"nom\":\"n\",\"salle\":\"s\"}")).isEqualTo(expected);
        assertThat(read("{\"salle\":\"s\",\"id\":7,\"nom\":\"n\"}")).isEqualTo(expected);
        assertThat(read("{\"id\":7}")).isEqualTo(request(7L, null, null));
    }

    @Test
    void absentAndNullAreTheSame() {
        assertThat(read("{\"formation\":{\"id\":3}}")).isEqualTo(request(3L, null, null));
        assertThat(read("{\"formation\":{\"nom\":null,\"id\":3}}")).isEqualTo(request(3L, null, null));
        assertThat(read("{\"formation\":{}}")).isEqualTo(request(null, null, null));
    }

    @Test
    void passesOverAByteOrderMark() {
        assertThat(read("\uFEFF{\"formation\":{\"id\":3}}")).isEqualTo(request(3L, null, null));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"formation\":{\"id\":3,\"room\":\"x\"}}     | field 'formation.room' is unknown",
                "{\"formation\":{\"id\":3},\"extra\":1}        | field 'extra' is unknown",
                "{\"id\":3,\"room\":\"x\"}                     | field 'room' is unknown",
                "{\"formation\":{\"id\":3},\"id\":3}           | field 'id' is unknown",
                "{\"formation\":{\"id\":\"3\"}}                | field 'formation.id' must be a whole number of at most 64 bits",
                "{\"formation\":{\"id\":\"\"}}                 | field 'formation.id' must be a whole number of at most 64 bits",
                "{\"formation\":{\"id\":3.0}}                  | field 'formation.id' must be a whole number of at most 64 bits",
                "{\"formation\":{\"id\":true}}                 | field 'formation.id' must be a whole number of at most 64 bits",
                "{\"id\":\"3\"}                                | field 'id' must be a whole number of at most 64 bits",
                "{\"formation\":{\"nom\":3}}                   | field 'formation.nom' must be a string",
                "{\"formation\":{\"nom\":3.5}}                 | field 'formation.nom' must be a string",
                "{\"formation\":{\"nom\":false}}               | field 'formation.nom' must be a string",
                "{\"formation\":{\"nom\":{}}}                  | field 'formation.nom' must be a string",
                "{\"formation\":{\"nom\":[\"a\"]}}             | field 'formation.nom' must be a string",
                "{\"formation\":\"x\"}                         | field 'formation' must be an object",
                "{\"formation\":\"\"}                          | field 'formation' must be an object",
                "{\"formation\":[]}                            | field 'formation' must be an object",
                "{\"formation\":null}                          | field 'formation' is missing",
                "{}                                            | field 'formation' is missing",
                "[]                                            | the body must be an object",
                "\"x\"                                         | the body must be an object",
                "3                                             | the body must be an object",
                "null                                          | the message's body is null",
            })
    void saysWhichFieldIsWrong(String json, String complaint) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(InvalidMessageException.class)
                .hasMessage(complaint);
    }

    @Test
    void saysWhereADocumentIsOverALimit() {
        String digits = "7".repeat(101);
        String limit = "Number value length (101) exceeds the maximum allowed (100)";
        assertThat(complaint("{\"formation\":{\"id\":" + digits + "}}")).isEqualTo("field 'formation.id': " + limit);
        assertThat(complaint("{\"nom\":\"n\",\"id\":" + digits + "}")).isEqualTo("field 'id': " + limit);
        assertThat(complaint(digits)).startsWith("not acceptable JSON: ").contains(limit + " at byte ");
        assertThat(complaint("{\"" + "n".repeat(257) + "\":1}")).contains("Name", "(256)", " at byte ");
    }

    private static String complaint(String json) {
        try {
            return read(json).toString();
        } catch (InvalidMessageException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{\"formation\":{\"id\":3}",
                "{\"formation\":{\"id\":3}} x",
                "{\"formation\":{\"id\":3}}{}",
                "{\"formation\":{\"id\":3,\"id\":4}}",
                "{\"id\":3,\"id\":3}",
                "{\"formation\":{\"id\":3},\"formation\":{\"id\":3}}",
                "{'formation':{}}",
                "{formation:{}}",
                "{\"formation\":{},}",
                "{\"formation\":{\"id\":+3}}",
                "{\"formation\":{\"id\":03}}",
                "{\"formation\":{\"id\":NaN}}",
                "{\"formation\":{\"id\":99999999999999999999}}",
                "{\"formation\":{\"id\":1e2147483649}}",
                "{\"id\":1e-99999999999}",
                "{\"formation\":{\"nom\":\"a\nb\"}}",
                "/* a comment */ {\"formation\":{}}",
            })
    void refusesWhatIsNoStrictJson(String json) {
        assertThatThrownBy(() -> read(json))
                .isInstanceOf(InvalidMessageException.class)
                .message()
                .hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}                | field 'bool' must be true or false",
                "{\"bool\":null}   | field 'bool' must be true or false",
                "{\"bool\":\"false\"} | field 'bool' must be true or false",
                "{\"bool\":0}      | field 'bool' must be true or false",
                "{\"bool\":\"\"}   | field 'bool' must be true or false",
                "{\"boole\":true}  | field 'boole' is unknown",
            })
    void aMissingOrForeignBooleanIsNotFalse(String json, String complaint) {
        assertThatThrownBy(() -> Bodies.of(TrainingResponse.class).read(json.getBytes(UTF_8)))
                .isInstanceOf(InvalidMessageException.class)
                .hasMessage(complaint);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"small\":2147483648,\"real\":1}",
                "{\"small\":1,\"real\":NaN}",
                "{\"small\":1,\"real\":\"NaN\"}",
                "{\"small\":1,\"real\":1e999}",
                "{\"small\":1,\"real\":null}",
                "{\"small\":1,\"real\":\"1.5\"}",
                "{\"small\":1,\"real\":1,\"maybe\":\"true\"}",
                "{\"small\":1,\"real\":1,\"maybe\":1}",
                "{\"small\":1}",
                "{\"real\":1}",
            })
    void holdsOtherKindsOfFieldsToTheirTypesToo(String json) {
        assertThatThrownBy(() -> Bodies.of(Kinds.class).read(json.getBytes(UTF_8)))
                .isInstanceOf(InvalidMessageException.class);
    }

    @Test
    void takesAWholeNumberWhereARealOneIsMeant() {
        assertThat(Bodies.of(Kinds.class).read("{\"small\":1,\"real\":2}".getBytes(UTF_8)))
                .isEqualTo(new Kinds(1, 2.0, null, null));
    }

    @Test
    void complainsWithoutQuotingTheValue() {
        assertThatThrownBy(() -> read("{\"formation\":{\"id\":\"secret\"}}"))
                .message()
                .doesNotContain("secret");
        assertThatThrownBy(() -> read("{\"formation\":secret}")).message().doesNotContain("secret");
    }

    @Test
    void refusesDepthSizeAndLengthBeyondItsBounds() {
        assertThatThrownBy(() -> read("[".repeat(65) + "]".repeat(65))).isInstanceOf(InvalidMessageException.class);
        assertThatThrownBy(() -> read("{\"" + "n".repeat(300) + "\":1}")).isInstanceOf(InvalidMessageException.class);
        assertThatThrownBy(() -> read("{\"formation\":{\"id\":" + "1".repeat(101) + "}}"))
                .isInstanceOf(InvalidMessageException.class);
        assertThatThrownBy(() -> read("{\"formation\":{\"nom\":\"" + "x".repeat(1 << 20) + "\"}}"))
                .isInstanceOf(InvalidMessageException.class);
        assertThatThrownBy(() -> read(" ".repeat(1 << 20) + "{\"formation\":{}}"))
                .isInstanceOf(InvalidMessageException.class);
        assertThat(read("{\"formation\":{\"nom\":\"" + "x".repeat(1_000_000) + "\"}}"))
                .isEqualTo(request(null, "x".repeat(1_000_000), null));
    }

    @Test
    void refusesNoBodyAtAll() {
        assertThatThrownBy(() -> REQUESTS.read(null))
                .isInstanceOf(InvalidMessageException.class)
                .hasMessage("the message has no body");
    }

    @Test
    void refusesBytesThatAreNotUtf8() {
        assertThatThrownBy(() -> REQUESTS.read(new byte[] {'{', '"', (byte) 0xC3, (byte) 0x28, '"', ':', '1', '}'}))
                .isInstanceOf(InvalidMessageException.class);
        assertThatThrownBy(() -> REQUESTS.read("{\"formation\":{\"id\":3}}".getBytes(UTF_16LE)))
                .isInstanceOf(InvalidMessageException.class);
    }

    @Test
    void anyDamageToABodyIsReadOrRefusedAndNothingElse() {
        long seed = Long.getLong("relais.seed", System.nanoTime());
        Random random = new Random(seed);
        byte[] good = REQUESTS.write(request(3L, "formation3", "salle3"));
        for (int round = 0; round < 5_000; round++) {
            byte[] bytes = good.clone();
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                REQUESTS.read(bytes);
            } catch (InvalidMessageException expected) {
                assertThat(expected.getMessage())
                        .as("seed %s round %s", seed, round)
                        .doesNotContain("\n");
            } catch (RuntimeException e) {
                throw new AssertionError("seed " + seed + " round " + round, e);
            }
        }
    }

    private static FormationRequest read(String json) {
        return REQUESTS.read(json.getBytes(UTF_8));
    }

    private static FormationRequest request(@Nullable Long id, @Nullable String nom, @Nullable String salle) {
        return new FormationRequest(new Formation(id, nom, salle));
    }
}
