package org.relais.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Which process it is that a run has started. */
final class RunInfoTest {
    private static final long HOUR_MILLIS = 3_600_000;

    private final RunInfo.ChildInfo own = RunInfo.ChildInfo.of(ProcessHandle.current(), 0);

    @Test
    void aProcessIsTheSameAfterTheClockWasSet() {
        Requirement.that(Files.exists(Path.of("/proc/self/stat")), "this system has no /proc");
        assertThat(own.isAlive()).isTrue();
        assertThat(new RunInfo.ChildInfo(own.pid(), own.started() - HOUR_MILLIS, own.start(), 0).isAlive())
                .isTrue();
    }

    @Test
    void anotherProcessWithItsIdIsNotIt() {
        Requirement.that(Files.exists(Path.of("/proc/self/stat")), "this system has no /proc");
        assertThat(new RunInfo.ChildInfo(own.pid(), own.started(), own.start() + "0", 0).isAlive())
                .isFalse();
    }

    @Test
    void whereTheSystemDoesNotTellTheTimeDoes() {
        assertThat(new RunInfo.ChildInfo(own.pid(), own.started(), null, 0).isAlive())
                .isTrue();
        assertThat(new RunInfo.ChildInfo(own.pid(), own.started() - 1, null, 0).isAlive())
                .isFalse();
    }
}
