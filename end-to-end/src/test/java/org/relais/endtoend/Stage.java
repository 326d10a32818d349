package org.relais.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * One test's own folder, and what runs in it: all of it is stopped and deleted at the end. Of a test that failed, the ends of all
 * logs in the folder are printed before.
 */
public final class Stage implements BeforeEachCallback, AfterEachCallback {
    private static final int TAIL = 60;

    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private Path folder = Path.of("");

    /** A folder of its own, with a space in its path. */
    public Path folder() {
        return folder;
    }

    /** A folder in it. */
    public Path folder(String name) {
        return folder.resolve(name);
    }

    /** Starts {@code relais run} on the folder {@code data}, on ports of its own. */
    public RelaisRun run(List<String> options) throws IOException {
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of("--kafka-port", Integer.toString(FreePorts.next())));
        all.addAll(List.of("--postgres-port", Integer.toString(FreePorts.next())));
        return closing(RelaisRun.start(Repository.movedClone(), folder.resolve("data"), all));
    }

    /** Stops this at the end; what came last is stopped first. */
    public <T extends AutoCloseable> T closing(T resource) {
        running.push(resource);
        return resource;
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        folder = Files.createDirectory(Files.createTempDirectory("relais-").resolve("with a space"));
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        try {
            if (context.getExecutionException().isPresent()) {
                printLogs(folder);
            }
            stopAll();
        } finally {
            delete(Objects.requireNonNull(folder.getParent()));
        }
    }

    private void stopAll() throws Exception {
        Exception first = null;
        while (!running.isEmpty()) {
            try {
                running.pop().close();
            } catch (Exception e) {
                if (first == null) {
                    first = e;
                } else {
                    first.addSuppressed(e);
                }
            }
        }
        if (first != null) {
            throw first;
        }
    }

    /** Shows how all logs below a folder end. */
    public static void printLogs(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path log : files.filter(Stage::isLog).sorted().toList()) {
                List<String> lines = Files.readAllLines(log);
                System.out.println("=== " + folder.relativize(log) + " (" + lines.size() + " lines)");
                lines.subList(Math.max(0, lines.size() - TAIL), lines.size()).forEach(System.out::println);
            }
        }
    }

    private static boolean isLog(Path file) {
        boolean isSegment = file.toString().contains("/kafka/");
        return file.toString().endsWith(".log") && !isSegment && Files.isRegularFile(file);
    }

    /** Deletes a folder and all that is in it; that there is none is no error. */
    public static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
