package org.relais.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.TransactionalIdAuthorizationException;
import org.junit.jupiter.api.Test;

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
    void saysEverythingInOneLine() {
        assertThat(Reason.of(new TimeoutException("Timed out\n  waiting"))).endsWith("(Timed out waiting)");
        assertThat(Reason.of(new IOException("a\n b"))).isEqualTo("a b");
        assertThat(Reason.of(new IllegalStateException())).isEqualTo("java.lang.IllegalStateException");
    }
}
