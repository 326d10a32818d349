package org.relais.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReasonTest {
    @Test
    void namesWhatAUserHasNoRightTo() {
        assertThat(Reason.of(new TopicAuthorizationException(Set.of("formation.status", "formation.router"))))
                .startsWith("this user has no right to use the topics formation.router, formation.status (")
                .contains("--command-config", "docs/cluster.md");
        assertThat(Reason.of(GroupAuthorizationException.forGroupId("formation.router")))
                .contains("the group formation.router");
        assertThat(Reason.of(new ClusterAuthorizationException("no"))).contains("the cluster");
    }

    @Test
    void looksForARefusalBehindWhatAClientMakesOfIt() {
        assertThat(Reason.of(new ExecutionException(new TopicAuthorizationException(Set.of("formation.status")))))
                .contains("the topic formation.status");
        assertThat(Reason.of(new KafkaException("error state", new TransactionalIdAuthorizationException("no"))))
                .contains("transactional ids");
    }

    @Test
    void saysThatCredentialsAreWrong() {
        assertThat(Reason.of(new SaslAuthenticationException("Authentication failed")))
                .contains("credentials (Authentication failed)", "--command-config");
    }

    @Test
    void looksForATimeoutBehindWhatAClientMakesOfIt() {
        TimeoutException late = new TimeoutException("Timed out waiting for a node assignment");
        assertThat(Reason.of(new ExecutionException(late)))
                .startsWith("the Kafka cluster does not answer")
                .endsWith("(Timed out waiting for a node assignment)");
        assertThat(Reason.of(new IOException("the broker does not answer: see its log", late)))
                .isEqualTo("the broker does not answer: see its log");
    }

    @Test
    void leavesOutThatSomethingWasWaitedFor() {
        assertThat(Reason.of(new ExecutionException(new InvalidTopicException("no such name"))))
                .isEqualTo("no such name");
    }

    @ParameterizedTest
    @CsvSource({
        "bootstrap.servers,        localhost, Invalid url in bootstrap.servers: localhost",
        "request.timeout.ms,       30000,     must be no smaller than the value of request.timeout.ms",
        "security.protocol,        TLS,       Invalid value TLS"
    })
    void saysWhichSettingOfAClientIsWrong(String key, String value, String reason) {
        Throwable error = whyNotMade(Map.of(key, value));
        assertThat(Reason.of(error)).contains(reason, "--command-config").hasLineCount(1);
        assertThat(Reason.isWrongConfig(error)).isTrue();
    }

    @Test
    void saysWhyAClientCouldNotBeMade() {
        Throwable error = whyNotMade(Map.of("security.protocol", "SSL", "ssl.truststore.location", "/no/trust.jks"));
        assertThat(Reason.of(error))
                .endsWith("Failed to load SSL keystore /no/trust.jks of type JKS: there is no /no/trust.jks");
        assertThat(Reason.isWrongConfig(error)).isFalse();
    }

    private static Throwable whyNotMade(Map<String, String> settings) {
        Map<String, Object> client =
                new HashMap<>(Map.of("bootstrap.servers", "127.0.0.1:1", "default.api.timeout.ms", "10000"));
        client.putAll(settings);
        return catchThrowable(() -> new Kafka("formation", client).close());
    }

    @Test
    void saysEverythingInOneLine() {
        assertThat(Reason.of(new TimeoutException("Timed out\n  waiting"))).endsWith("(Timed out waiting)");
        assertThat(Reason.of(new IOException("a\n b"))).isEqualTo("a b");
        assertThat(Reason.of(new IllegalStateException())).isEqualTo("java.lang.IllegalStateException");
    }
}
