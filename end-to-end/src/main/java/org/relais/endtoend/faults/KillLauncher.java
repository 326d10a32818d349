package org.relais.endtoend.faults;

import org.relais.launcher.RunInfo.ChildInfo;

/** SIGKILL of the launcher, with which all its children end, and a new start on what they left. */
record KillLauncher() implements Fault {
    @Override
    public String kind() {
        return "SIGKILL launcher";
    }

    @Override
    public int kills() {
        return 1;
    }

    @Override
    public boolean strike(Scene scene) throws Exception {
        scene.recoveries().awaitAll(); // with everything new, what was hurt before could not be told from the rest
        ChildInfo broker = scene.present(Victim.BROKER);
        scene.startAgain();
        scene.recoveries().expect(kind(), Victim.BROKER.work(), scene.restartOf(Victim.BROKER, broker));
        return true;
    }
}
