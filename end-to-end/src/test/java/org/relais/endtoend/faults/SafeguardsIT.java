package org.relais.endtoend.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Without any one of the safeguards some test fails: each is there for a reason, and its absence would be noticed. */
final class SafeguardsIT {

    /** Absent: those that are noticed soon. Else those whose name has this in it; {@code all}: all of them. */
    private static final @Nullable String CHOSEN = System.getProperty("relais.safeguards");

    @TempDir
    private Path folder;

    static List<Safeguard> safeguards() {
        if (CHOSEN == null) {
            return Safeguards.quick();
        }
        return Safeguards.all().stream()
                .filter(each -> CHOSEN.equals("all") || each.name().contains(CHOSEN))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("safeguards")
    void isMissed(Safeguard safeguard) throws Exception {
        Scenario scenario = new Scenario(safeguard.module(), safeguard.scenario());
        if (CHOSEN != null) { // else the build has shown it already
            Scenario.Result usual = scenario.run(folder);
            assertThat(usual.exitCode()).as(usual::output).isEqualTo(ScenarioMain.PASSED);
        }
        Scenario.Result result = scenario.runWithout(safeguard, folder);
        assertThat(result.exitCode())
                .as(() -> "how " + scenario.test() + " ends without this: " + result.output())
                .isEqualTo(ScenarioMain.FAILED);
        assertThat(result.output()).contains(safeguard.symptom());
    }
}
