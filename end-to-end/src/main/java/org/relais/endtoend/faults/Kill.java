package org.relais.endtoend.faults;

import org.relais.endtoend.Signals;
import org.relais.launcher.RunInfo.ChildInfo;

/**
 * SIGKILL.
 *
 * @param victim whose
 * @param whileItStarts whether its successor is killed as well, before it can have done much
 */
record Kill(Victim victim, boolean whileItStarts) implements Fault {
    private static final int START_MILLIS = 1_500;

    @Override
    public String kind() {
        return "SIGKILL " + victim.component() + (whileItStarts ? ", and again while it starts" : "");
    }

    @Override
    public int kills() {
        return whileItStarts ? 2 : 1;
    }

    @Override
    public boolean strike(Scene scene) {
        if (whileItStarts) {
            kill(scene);
            scene.present(victim);
            Scene.pass(scene.random().nextInt(START_MILLIS));
        }
        ChildInfo killed = kill(scene);
        scene.recoveries().expect(kind(), victim.work(), scene.restartOf(victim, killed));
        return true;
    }

    private ChildInfo kill(Scene scene) {
        ChildInfo present = scene.present(victim);
        Signals.kill(present.pid());
        scene.ends(victim, present);
        return present;
    }
}
