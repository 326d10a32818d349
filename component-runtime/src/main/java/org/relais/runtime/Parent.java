package org.relais.runtime;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends this process when the one that started it is gone, so that a launcher that was killed leaves nothing behind. */
final class Parent {

    private static final Logger LOG = LoggerFactory.getLogger(Parent.class);

    private Parent() {}

    static void watch() {
        Long pid = Long.getLong("relais.parent");
        if (pid != null) {
            ProcessHandle.of(pid).ifPresentOrElse(Parent::watch, Parent::end);
        }
    }

    private static void watch(ProcessHandle parent) {
        var unused = parent.onExit().thenRun(Parent::end);
    }

    private static void end() {
        LOG.warn("the launcher is gone: stopping");
        System.exit(1);
    }
}
