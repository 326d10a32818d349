package org.relais.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.relais.launcher.Eventually.eventually;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SupervisorTest {
    private static final Duration LIMIT = Duration.ofMillis(500);

    @TempDir
    Path folder;

    private final RecordedEvents events = new RecordedEvents();
    private final Supervisor supervisor = new Supervisor(events);

    @Test
    void startsAgainWithGrowingPauses() throws Exception {
        Shell child = new Shell("exit 7", 0);
        supervisor.start(child);
        eventually(
                "three ends",
                () -> events.lines().stream()
                                .filter(line -> line.startsWith("ended"))
                                .count()
                        >= 3);
        supervisor.stop(List.of(child), LIMIT);
        assertThat(events.lines())
                .startsWith(
                        "started shell 0",
                        "ended shell 7 200",
                        "started shell 1",
                        "ended shell 7 400",
                        "started shell 2");
    }

    @Test
    void goesOnTryingWhatCanNotBeStarted() throws Exception {
        Shell child = new Shell("sleep 0.3; exit 7", 0);
        supervisor.start(child);
        child.failing = true;
        eventually("two failures", () -> events.lines().contains("not started shell 800"));
        child.failing = false;
        eventually(
                "a start",
                () -> events.lines().stream()
                                .filter(line -> line.startsWith("started"))
                                .count()
                        > 1);
        supervisor.stop(List.of(child), LIMIT);
        assertThat(events.lines())
                .startsWith("started shell 0", "ended shell 7 200", "not started shell 400", "not started shell 800");
    }

    /** The disk may be full when the restart is to be noted. */
    @Test
    void watchesWhatRunsAgainEvenIfThatCanNotBeNoted() throws Exception {
        Supervisor forgetful = new Supervisor(new Supervisor.Events() {
            @Override
            public void started(Child child, ProcessHandle process, int restarts) {
                events.started(child, process, restarts);
                if (restarts > 0) throw new UncheckedIOException(new IOException("no space left on device"));
            }

            @Override
            public void ended(Child child, int exitCode, Duration pause) {
                events.ended(child, exitCode, pause);
            }

            @Override
            public void notStarted(Child child, IOException reason, Duration pause) {
                events.notStarted(child, reason, pause);
            }

            @Override
            public void gaveUp(Child child, int exitCode) {
                events.gaveUp(child, exitCode);
            }
        });
        Shell child = new Shell("exit 7", 0);
        forgetful.start(child);
        eventually("a second restart", () -> events.lines().contains("started shell 2"));
        forgetful.stop(List.of(child), LIMIT);
    }

    @Test
    void givesUpWhereNoRestartHelps() throws Exception {
        supervisor.start(new Shell("exit 2", 2));
        eventually("an end", () -> events.lines().size() == 2);
        assertThat(events.lines()).containsExactly("started shell 0", "gave up shell 2");
    }

    @Test
    void killsWhatDoesNotStopInTime() throws Exception {
        Shell deaf = new Shell("trap '' TERM; echo deaf; while :; do sleep 0.05; done", 0);
        Process process = supervisor.start(deaf);
        eventually("a deaf child", () -> Files.readString(deaf.log()).equals("deaf\n"));
        supervisor.stop(List.of(deaf), LIMIT);
        assertThat(process.exitValue()).isEqualTo(137);
        assertThat(events.lines()).containsExactly("started shell 0");
    }

    @Test
    void startsNothingMoreWhenItIsToldSo() {
        supervisor.refuseStarts();
        assertThatThrownBy(() -> supervisor.start(new Shell("exit 0", 0)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("everything is being stopped");
        assertThat(events.lines()).isEmpty();
    }

    /** A child that is a line of shell. */
    private final class Shell implements Child {
        private final String line;
        private final int hopeless;
        private volatile boolean failing;

        Shell(String line, int hopeless) {
            this.line = line;
            this.hopeless = hopeless;
        }

        @Override
        public String name() {
            return "shell";
        }

        @Override
        public Path log() {
            return folder.resolve("shell.log");
        }

        @Override
        public Process start() throws IOException {
            if (failing) throw new IOException("no more processes");
            return ChildProcess.start(List.of("sh", "-c", line), folder, Map.of(), log());
        }

        @Override
        public boolean restartable(int exitCode) {
            return exitCode != hopeless;
        }
    }
}
