package org.relais.endtoend.faults;

import java.util.Set;
import org.relais.endtoend.LoneComponent;

/** One more copy of process-router comes, takes partitions over, and goes again, in order. */
record ComeAndGo() implements Fault {
    private static final int SLOT = 2;
    private static final int STAY_MILLIS = 1_000;
    private static final Work WORK = Work.OF_ROUTER.ofCopy(SLOT);

    @Override
    public String kind() {
        return "copy of process-router added, removed";
    }

    @Override
    public boolean strike(Scene scene) throws Exception {
        LoneComponent copy = scene.start("process-router", SLOT);
        try {
            scene.recoveries().expect("copy of process-router added", WORK, Scene.now());
            scene.recoveries().awaitAll();
            Scene.pass(scene.random().nextInt(STAY_MILLIS));
        } finally {
            copy.close();
        }
        Set<Integer> left = scene.recoveries().partitions(WORK);
        scene.recoveries().expect("copy of process-router removed", Work.OF_ROUTER.on(left), Scene.now());
        return true;
    }
}
