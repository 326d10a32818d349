package org.relais.launcher;

import java.util.Optional;

/** Ends this process in order when the one that started it is gone, however that ended. */
final class ParentWatch {
    private ParentWatch() {}

    static void exitWithParent() {
        Long parent = Long.getLong(ChildProcess.PARENT);
        if (parent == null) return;
        Thread watch = new Thread(() -> exitAfter(ProcessHandle.of(parent)), "parent-watch");
        watch.setDaemon(true);
        watch.start();
    }

    private static void exitAfter(Optional<ProcessHandle> parent) {
        parent.ifPresent(process -> process.onExit().join());
        System.exit(1);
    }
}
