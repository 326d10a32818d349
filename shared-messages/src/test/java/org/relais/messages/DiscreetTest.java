package org.relais.messages;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DiscreetTest {

    @ParameterizedTest
    @CsvSource(
            delimiterString = "->",
            quoteCharacter = '`',
            value = {
                "invalid URL jdbc:postgresql://db:5432/x?user=u&password=s3cret         -> invalid URL jdbc:***",
                "to 'jdbc:sqlserver://db;user=u;pass=s3cret' failed                      -> to 'jdbc:***' failed",
                "jdbc:postgresql://u:s3cret@db/x                                         -> jdbc:***",
                "Connection to https://u:s3cret@host/x refused                           -> Connection to https://***@host/x refused",
                "amqp://u:p@s3cret@host/x refused                                        -> amqp://***@host/x refused",
                "password=s3cret                                                         -> password=***",
                "ssl.keystore.password = s3cret, next                                    -> ssl.keystore.password = ***, next",
                "{\"password\": \"s3cret with blanks\", \"a\": 1}                        -> {\"password\": ***, \"a\": 1}",
                "PASSWORD:s3cret                                                         -> PASSWORD:***",
                "required username=\"u\" password=\"s3cret\";                            -> required username=\"u\" password=***;",
                "Authorization: Bearer s3cret.s3cret-s3cret                              -> Authorization: Bearer ***",
                "?sslpassword=s3cret&ssl=true                                            -> ?sslpassword=***&ssl=true",
            })
    void hidesSecrets(String text, String shown) {
        assertThat(Discreet.of(text)).isEqualTo(shown).doesNotContain("s3cret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "password authentication failed for user \"u\" (SQLState 28P01)",
                "field 'formation.id' must be a whole number of at most 64 bits",
                "training.url must not hold a password",
                "formation.router/3@17: duplicate key value violates unique constraint \"formation_pkey\" (SQLState 23505)",
                "http://127.0.0.1:8080/x?y=z",
                "not acceptable JSON: Unrecognized token at byte 9",
            })
    void keepsWhatIsNone(String text) {
        assertThat(Discreet.of(text)).isEqualTo(text);
    }
}
