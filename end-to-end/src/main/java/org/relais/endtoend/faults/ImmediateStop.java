package org.relais.endtoend.faults;

import org.relais.endtoend.Signals;
import org.relais.launcher.RunInfo.ChildInfo;

/** PostgreSQL's immediate shutdown: every backend ends at once, and the log has to be replayed at the start. */
record ImmediateStop() implements Fault {
    @Override
    public String kind() {
        return "immediate stop postgres";
    }

    @Override
    public boolean strike(Scene scene) throws Exception {
        Victim postgres = Victim.POSTGRES;
        ChildInfo present = scene.present(postgres);
        Signals.quit(present.pid());
        scene.ends(postgres, present);
        scene.recoveries().expect(kind(), postgres.work(), scene.restartOf(postgres, present));
        return true;
    }
}
