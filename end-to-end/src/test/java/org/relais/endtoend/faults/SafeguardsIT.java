package org.relais.endtoend.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Without any one of the safeguards some test fails: each is there for a reason, and its absence would be noticed. */
final class SafeguardsIT {

    private static final boolean ALL = "all".equals(System.getProperty("relais.safeguards"));

    @TempDir
    private Path folder;

    static List<Safeguard> safeguards() {
        return ALL ? Safeguards.all() : Safeguards.quick();
    }

    @ParameterizedTest
    @MethodSource("safeguards")
    void isMissed(Safeguard safeguard) throws Exception {
        Scenario scenario = new Scenario(safeguard.module(), safeguard.scenario());
        if (ALL) { // else the build has shown it already
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
