package org.relais.rest;

import java.util.concurrent.atomic.AtomicLong;

/**
 * What the bodies of all requests under way may take of memory together: a limit for each of them alone would be of no use against a thousand.
 * Safe for use by several threads.
 */
final class BodyBudget {

    private final AtomicLong free;

    /** @param bytes how many there are */
    BodyBudget(long bytes) {
        this.free = new AtomicLong(bytes);
    }

    /** {@return whether there are so many; then they are taken} */
    boolean take(int bytes) {
        if (free.addAndGet(-bytes) >= 0) {
            return true;
        }
        free.addAndGet(bytes);
        return false;
    }

    void giveBack(int bytes) {
        free.addAndGet(bytes);
    }
}
