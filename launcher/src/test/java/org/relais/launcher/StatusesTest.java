package org.relais.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.relais.messages.Bodies;
import org.relais.messages.ComponentStatus;

class StatusesTest {
    private final Statuses statuses = new Statuses();

    /** Else a run until the end of the input would wait for ever for what somebody has switched off. */
    @ParameterizedTest
    @CsvSource({"RUNNING, true", "STANDBY, true", "DISABLED, true", "STARTING, false", "RETRYING, false"})
    void isUpWhenItWorksOrIsNotToWork(String state, boolean up) throws Exception {
        say(1, state);
        assertThat(statuses.areUp(List.of(1L))).isEqualTo(up);
    }

    @Test
    void isNotUpBeforeEachHasSaidSo() throws Exception {
        say(1, "RUNNING");
        assertThat(statuses.areUp(List.of(1L, 2L))).isFalse();
    }

    @Test
    void tellsASettingAsTheProcessesOfThisRunHaveIt() throws Exception {
        say(1, "RUNNING", new ComponentStatus.Value("path", "before", "command line"));
        say(2, "RUNNING", new ComponentStatus.Value("path", "elsewhere", "live"));
        assertThat(statuses.setting(List.of(2L), "process-router", "path")).contains("elsewhere");
        assertThat(statuses.setting(List.of(2L), "process-router", "filename")).isEmpty();
        assertThat(statuses.setting(List.of(2L), "service-csv", "path")).isEmpty();
        assertThat(statuses.setting(List.of(3L), "process-router", "path")).isEmpty();
    }

    private void say(long pid, String state, ComponentStatus.Value... settings) throws Exception {
        List<ComponentStatus.Part> parts = List.of(new ComponentStatus.Part("router", state, ""));
        ComponentStatus status =
                new ComponentStatus("process-router", "0", "host", pid, "", parts, List.of(settings), List.of(), 0);
        byte[] body = Bodies.of(ComponentStatus.class).write(status);
        statuses.take(new ConsumerRecord<>("formation.status", 0, 0, new byte[] {'k'}, body));
    }
}
