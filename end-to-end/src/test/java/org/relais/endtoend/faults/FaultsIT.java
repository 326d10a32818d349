package org.relais.endtoend.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.relais.endtoend.Repository;
import org.relais.endtoend.Stage;

/** {@code relais prove} within the time that a build has: whatever is done to its processes, a production keeps what it promises. */
final class FaultsIT {
    private static final int KILLS = 50;
    private static final int FAULTS = 60;
    private static final int ROWS = 200_000;

    @RegisterExtension
    final Stage stage = new Stage();

    private final long seed = Long.getLong("relais.seed", System.nanoTime() & Integer.MAX_VALUE);

    @Test
    void everyGuaranteeHoldsUnderFire() throws Exception {
        System.out.println("FaultsIT: repeat with -Drelais.seed=" + seed);
        Path data = stage.folder("prove");
        Plan plan = new Plan(KILLS, ROWS, null, seed);
        Proof proof = stage.closing(Proof.begin(plan, Repository.movedClone(), data, System.out));
        Report report = proof.run();
        System.out.println(report.table());
        assertThat(report.differences()).isEmpty();
        assertThat(report.faultCount()).isGreaterThanOrEqualTo(FAULTS);
        assertThat(report.counts().rows()).isGreaterThanOrEqualTo(ROWS);
    }
}
