package org.relais.endtoend.faults;

import org.relais.endtoend.Signals;

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
        long pid = scene.present(victim).pid();
        for (int round = 0; round < ROUNDS; round++) {
            Signals.pause(pid);
            Scene.pass(STOPPED_MILLIS);
            Signals.resume(pid);
            Scene.pass(RUNNING_MILLIS);
        }
        scene.recoveries().expect(kind(), victim.work(), Scene.now());
        return true;
    }
}
