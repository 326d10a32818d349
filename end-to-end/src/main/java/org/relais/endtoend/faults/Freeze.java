package org.relais.endtoend.faults;

import org.jspecify.annotations.Nullable;
import org.relais.endtoend.LoneComponent;
import org.relais.endtoend.Signals;
import org.relais.launcher.RunInfo.ChildInfo;

/**
 * SIGSTOP for a while, then SIGCONT: for longer than a session of its group, and somebody else has taken over; it comes back as a
 * zombie. Of a component of which there is but one copy, another one is started meanwhile, as an orchestrator would that takes it for dead.
 *
 * @param victim whose
 * @param seconds for how long
 */
record Freeze(Victim victim, int seconds) implements Fault {
    private static final int BOTH_MILLIS = 2_000;

    @Override
    public String kind() {
        return "SIGSTOP " + seconds + " s " + victim.component();
    }

    @Override
    public boolean strike(Scene scene) throws Exception {
        ChildInfo frozen = scene.present(victim);
        if (!Scene.reaches(frozen, Signals::pause)) {
            return false;
        }
        LoneComponent replacement = null;
        try {
            replacement = replacement(scene);
            Scene.pass(seconds * 1_000L);
        } finally {
            var unused = Scene.reaches(frozen, Signals::resume);
            scene.recoveries().expect(kind(), victim.work(), Scene.now());
            end(replacement);
        }
        return true;
    }

    private @Nullable LoneComponent replacement(Scene scene) throws Exception {
        return victim.isAlone() && !victim.module().isEmpty() ? scene.start(victim.module(), 0) : null;
    }

    /** Not before both have met. */
    private static void end(@Nullable LoneComponent replacement) {
        if (replacement != null) {
            Scene.pass(BOTH_MILLIS);
            replacement.close();
        }
    }
}
