package org.relais.endtoend.faults;

import org.relais.endtoend.Signals;
import org.relais.launcher.RunInfo.ChildInfo;

/**
 * Next to no processor for a while: SIGSTOP and SIGCONT in turn, so that the process runs for a fifth of the time.
 *
 * @param victim whose
 */
record Starve(Victim victim) implements Fault {
    private static final int ROUNDS = 50;
    private static final int STOPPED_MILLIS = 80;
    private static final int RUNNING_MILLIS = 20;

    @Override
    public String kind() {
        return "starved of CPU " + victim.component();
    }

    @Override
    public boolean strike(Scene scene) throws Exception {
        ChildInfo starved = scene.present(victim);
        for (int round = 0; round < ROUNDS; round++) {
            if (!Scene.reaches(starved, Signals::pause)) {
                return false;
            }
            Scene.pass(STOPPED_MILLIS);
            if (!Scene.reaches(starved, Signals::resume)) {
                return false;
            }
            Scene.pass(RUNNING_MILLIS);
        }
        scene.recoveries().expect(kind(), victim.work(), Scene.now());
        return true;
    }
}
