package org.relais.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.junit.jupiter.api.Test;
import org.relais.messages.BrokerMark;

class LoneBrokerTest {

    private final String bootstrap = TestBroker.shared().bootstrap();

    @Test
    void isNotTheOneOfTheLauncher() throws Exception {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap))) {
            assertThat(LoneBroker.in(admin, BrokerMark.SETTING)
                            .toCompletableFuture()
                            .get(20, TimeUnit.SECONDS))
                    .isEmpty();
        }
    }

    @Test
    void isOneWithoutTheMark() throws Exception {
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap))) {
            assertThat(LoneBroker.in(admin, "relais.none").toCompletableFuture().get(20, TimeUnit.SECONDS))
                    .hasValueSatisfying(warning -> assertThat(warning).contains(bootstrap, "docs/cluster.md"));
        }
    }
}
