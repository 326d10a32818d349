package org.relais.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.relais.launcher.Home;

/** The clone whose jars are tested, as the build that runs these tests has made them. */
public final class Repository {
    private static final List<String> MODULES = List.of(
            "launcher",
            "service-csv",
            "service-rest",
            "service-kafka",
            "operation-kafka",
            "process-router",
            "operation-file",
            "operation-db",
            "benchmarks",
            "end-to-end");

    private static boolean moved;

    private Repository() {}

    public static Path home() {
        return Home.find();
    }

    /**
     * A built clone at another place, with a space in its path: what is tested is what this build has made, but not where it was
     * made, and its {@code relais} finds nothing to build. Made once, with links instead of copies.
     */
    public static synchronized Path movedClone() throws IOException {
        Path clone = home().resolve("end-to-end").resolve("target").resolve("moved clone");
        if (!moved) {
            Stage.delete(clone);
            move(clone);
            moved = true;
        }
        return clone;
    }

    private static void move(Path clone) throws IOException {
        Files.createDirectories(clone);
        for (String file : List.of("relais", "production.yml")) {
            Files.createLink(clone.resolve(file), home().resolve(file));
        }
        for (String module : MODULES) {
            Path target = Path.of(module, "target");
            link(Path.of(module, "pom.xml"), clone);
            link(target.resolve(module + ".jar"), clone);
            try (Stream<Path> libraries = Files.list(home().resolve(target).resolve("lib"))) {
                for (Path library : libraries.toList()) {
                    link(home().relativize(library), clone);
                }
            }
        }
        Files.createFile(Files.createDirectory(clone.resolve("target")).resolve("relais.stamp"));
    }

    private static void link(Path file, Path clone) throws IOException {
        Files.createDirectories(clone.resolve(file).getParent());
        Files.createLink(clone.resolve(file), home().resolve(file));
    }
}
