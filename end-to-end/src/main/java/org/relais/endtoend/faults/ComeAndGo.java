package org.relais.endtoend.faults;

import java.util.List;
import java.util.Set;
import org.relais.endtoend.LoneComponent;

/** One more copy of process-router comes, takes partitions over, and goes again, in order. */
record ComeAndGo() implements Fault {
    private static final int SLOT = 2;
    private static final int STAY_MILLIS = 1_000;
    private static final Work WORK = Work.OF_ROUTER.ofCopy(SLOT);

    private static final String ADDED = "copy of process-router added";
    private static final String REMOVED = "copy of process-router removed";

    @Override
    public String kind() {
        return ADDED;
    }

    @Override
    public List<String> kinds() {
        return List.of(ADDED, REMOVED);
    }

    @Override
    public boolean strike(Scene scene) throws Exception {
        LoneComponent copy = scene.start("process-router", SLOT);
        try {
            scene.recoveries().expect(ADDED, WORK, Scene.now());
            scene.recoveries().awaitAll();
            Scene.pass(scene.random().nextInt(STAY_MILLIS));
        } finally {
            copy.close();
        }
        Set<Integer> left = scene.recoveries().partitions(WORK);
        scene.recoveries().expect(REMOVED, Work.OF_ROUTER.on(left), Scene.now());
        return true;
    }
}
