package org.relais.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What tells one start of a process from all others that have its id: the start of the machine, and the time since then, as proc(5) tells them.
 * The time of day would not do: it may be set meanwhile.
 */
final class ProcessStart {
    private static final Path PROC = Path.of("/proc");
    private static final Path BOOT = PROC.resolve("sys/kernel/random/boot_id");

    /** Where, counted from 0 with the state that follows the process's name, the field starttime stands. */
    private static final int START_TIME = 19;

    private ProcessStart() {}

    /** {@return that of the process with this id; null if there is none, or the system has no such folder} */
    static @Nullable String of(long pid) {
        try {
            String all = Files.readString(PROC.resolve(Long.toString(pid)).resolve("stat"));
            String[] fields = all.substring(all.lastIndexOf(')') + 2).split(" ", -1);
            return Files.readString(BOOT).trim() + '/' + fields[START_TIME];
        } catch (IOException noSuchFileOrProcess) {
            return null;
        }
    }
}
