package org.relais.launcher;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What runs on a data directory and where to reach it: the content of its {@code run.json}. The file stays after the end,
 * and then tells what ran last.
 *
 * @param pid the launcher's process id
 * @param started when it started, ISO 8601
 * @param bootstrap the broker's address
 * @param jdbc the JDBC URL of each database
 * @param csvFolder where service-csv looks for files
 * @param outputFile what file-operation writes
 * @param http where each copy that takes HTTP requests listens; null in a file of an older version
 * @param processes the children by name
 */
public record RunInfo(
        long pid,
        String started,
        String bootstrap,
        Map<String, String> jdbc,
        @JsonProperty("csv_folder") String csvFolder,
        @JsonProperty("output_file") String outputFile,
        @Nullable Map<String, String> http,
        Map<String, ChildInfo> processes) {

    private static final ObjectMapper JSON = new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    /**
     * One child process.
     *
     * @param pid its present process id
     * @param started when that process started, in milliseconds since 1970
     * @param ticks when it started, as the system counts since its own start, which tells it from another with its id; null where the
     *     system has no {@code /proc}
     * @param restarts how often it was started again
     */
    public record ChildInfo(
            long pid, long started, @Nullable Long ticks, int restarts) {
        /** After the state, which follows the name, there are this many fields before the one that proc(5) calls starttime. */
        private static final int FIELDS_BEFORE = 19;

        static ChildInfo of(ProcessHandle process, int restarts) {
            return new ChildInfo(process.pid(), startOf(process), ticks(process.pid()), restarts);
        }

        /** Whether that very process still runs. The time of day may have been set since: then the system tells another start of it. */
        @JsonIgnore
        public boolean isAlive() {
            return ProcessHandle.of(pid)
                    .filter(ProcessHandle::isAlive)
                    .filter(process -> ticks == null ? startOf(process) == started : ticks.equals(ticks(pid)))
                    .isPresent();
        }

        private static long startOf(ProcessHandle process) {
            return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
        }

        private static @Nullable Long ticks(long pid) {
            try {
                String all = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
                String[] fields = all.substring(all.lastIndexOf(')') + 2).split(" ", -1);
                return Long.valueOf(fields[FIELDS_BEFORE]);
            } catch (IOException noSuchFileOrProcess) {
                return null;
            }
        }
    }

    /** {@return whether the launcher that wrote this still runs, in another process than this one} */
    @JsonIgnore
    public boolean isLauncherAlive() {
        return pid != ProcessHandle.current().pid()
                && ProcessHandle.of(pid)
                        .flatMap(launcher -> launcher.info().startInstant())
                        .filter(start -> !start.isAfter(Instant.parse(started)))
                        .isPresent();
    }

    /** {@return where each copy that takes HTTP requests listens, by the copy's name} */
    public Map<String, String> httpAddresses() {
        return http == null ? Map.of() : http;
    }

    /** Replaces the file at once: a reader sees the old one or the new one. */
    public void write(Path file) throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        JSON.writeValue(next.toFile(), this);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Reads a file that {@link #write} wrote, tolerating fields it does not know. */
    public static RunInfo read(Path file) throws IOException {
        return JSON.readValue(file.toFile(), RunInfo.class);
    }
}
