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
 * @param start what tells that start from others, see {@link ProcessStart}; null where the system does not tell
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
        @Nullable String start,
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
     * @param start what tells that start from others, see {@link ProcessStart}; null where the system does not tell
     * @param restarts how often it was started again
     */
    public record ChildInfo(
            long pid, long started, @Nullable String start, int restarts) {
        static ChildInfo of(ProcessHandle process, int restarts) {
            return new ChildInfo(process.pid(), startOf(process), ProcessStart.of(process.pid()), restarts);
        }

        /** Whether that very process still runs. */
        @JsonIgnore
        public boolean isAlive() {
            return ProcessHandle.of(pid)
                    .filter(ProcessHandle::isAlive)
                    .filter(process -> start == null ? startOf(process) == started : start.equals(ProcessStart.of(pid)))
                    .isPresent();
        }

        private static long startOf(ProcessHandle process) {
            return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
        }
    }

    /** {@return whether the launcher that wrote this still runs, in another process than this one} */
    @JsonIgnore
    public boolean isLauncherAlive() {
        return pid != ProcessHandle.current().pid()
                && ProcessHandle.of(pid)
                        .filter(ProcessHandle::isAlive)
                        .filter(launcher ->
                                start == null ? hasStartedBefore(launcher) : start.equals(ProcessStart.of(pid)))
                        .isPresent();
    }

    private boolean hasStartedBefore(ProcessHandle launcher) {
        return launcher.info()
                .startInstant()
                .filter(at -> !at.isAfter(Instant.parse(started)))
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
