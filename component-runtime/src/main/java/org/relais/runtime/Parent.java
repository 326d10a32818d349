package org.relais.runtime;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends this process when the one that started it is gone, so that a launcher that was killed leaves nothing behind. */
final class Parent {

    private static final Logger LOG = LoggerFactory.getLogger(Parent.class);

    private static final int GRACE_SECONDS = 3;

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

    /** In order if that is quick. The broker goes with the launcher, too, and a commit would wait for it for a minute. */
    private static void end() {
        LOG.warn("the launcher is gone: stopping");
        CompletableFuture.delayedExecutor(GRACE_SECONDS, TimeUnit.SECONDS)
                .execute(() -> Runtime.getRuntime().halt(1));
        System.exit(1);
    }
}
