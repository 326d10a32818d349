package org.relais.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/** Reads what Linux tells about a process, see proc(5). */
final class Proc {

    /** Clock ticks of a second: {@code USER_HZ}, 100 on every architecture that this runs on. */
    static final long TICKS_PER_SECOND = 100;

    private static final int FIELDS_BEFORE_STATE = 2;

    private Proc() {}

    /**
     * One line of {@code /proc/PID/stat}, as far as it matters here.
     *
     * @param name the command's or thread's name, cut to 15 bytes
     * @param ticks clock ticks of processor time, of all its threads that ever were
     * @param endedChildrenTicks the same of its children that have ended
     */
    record Stat(String name, long ticks, long endedChildrenTicks) {}

    /** {@return a stat line's content; the name may contain spaces and parentheses} */
    static Stat parse(String line) {
        int open = line.indexOf('(');
        int close = line.lastIndexOf(')');
        String[] fields = line.substring(close + 2).split(" ", -1);
        return new Stat(
                line.substring(open + 1, close),
                field(fields, 14) + field(fields, 15),
                field(fields, 16) + field(fields, 17));
    }

    /** Fields are numbered as in proc(5): 1 is the process id, 2 the name. */
    private static long field(String[] fieldsFromState, int number) {
        return Long.parseLong(fieldsFromState[number - FIELDS_BEFORE_STATE - 1]);
    }

    /** {@return the stat of a process or of a thread; nothing if it has ended}
     *
     * @param folder {@code /proc/PID} or {@code /proc/PID/task/TID} */
    static Optional<Stat> stat(Path folder) throws IOException {
        return text(folder.resolve("stat")).map(Proc::parse);
    }

    static Path folder(long pid) {
        return Path.of("/proc", Long.toString(pid));
    }

    /**
     * {@return a size in KiB from a file such as {@code /proc/PID/status}; 0 if the process has ended}
     *
     * @param file its name
     * @param key the line's beginning, e.g. {@code VmHWM}
     */
    static long kibibytes(long pid, String file, String key) throws IOException {
        return text(folder(pid).resolve(file))
                .map(text -> parseKibibytes(text, key))
                .orElse(0L);
    }

    static long parseKibibytes(String text, String key) {
        return text.lines()
                .filter(line -> line.startsWith(key + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", " ").strip()))
                .findFirst()
                .orElse(0);
    }

    private static Optional<String> text(Path file) throws IOException {
        try {
            return Optional.of(Files.readString(file, StandardCharsets.ISO_8859_1));
        } catch (NoSuchFileException ended) {
            return Optional.empty();
        } catch (IOException e) {
            if (String.valueOf(e.getMessage()).contains("No such process")) { // it ended while it was read
                return Optional.empty();
            }
            throw e;
        }
    }
}
