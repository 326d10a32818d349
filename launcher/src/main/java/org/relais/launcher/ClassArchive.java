package org.relais.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;

/**
 * The archive of the classes that a child loads from its jar, which saves it a third of the processor time that its start takes: they are mapped
 * instead of read and verified (class data sharing, JEP 350). It lies beside the jar. A JVM that finds it made from other jars, or by another
 * JVM, goes on without.
 */
final class ClassArchive {
    /** The system property of a JVM whose children are to make archives instead of using them. */
    static final String MAKE = "relais.class.archives.make";

    private ClassArchive() {}

    /** What the JVM that is to run this jar is given. */
    static List<String> options(Path jar) throws IOException {
        if (Boolean.getBoolean(MAKE) && !isCurrent(jar)) {
            return List.of("-XX:ArchiveClassesAtExit=" + unfinished(jar));
        }
        Path archive = of(jar);
        if (!Files.exists(archive)) return List.of();
        // Where it can't use it, it would say so each time.
        return List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:cds*=off", "-Xlog:class+path=off");
    }

    /** To be called when the child that makes it has ended: only then it is whole. */
    static void finish(Path jar) throws IOException {
        Path made = unfinished(jar);
        if (Files.exists(made)) Files.move(made, of(jar), StandardCopyOption.REPLACE_EXISTING);
    }

    /** Whether it was made from what the jar and its libraries are now. */
    static boolean isCurrent(Path jar) throws IOException {
        Path archive = of(jar);
        if (!Files.exists(archive)) return false;
        FileTime made = Files.getLastModifiedTime(archive);
        try (Stream<Path> libraries = Files.list(jar.resolveSibling("lib"))) {
            for (Path each : Stream.concat(Stream.of(jar), libraries).toList()) {
                if (Files.getLastModifiedTime(each).compareTo(made) > 0) return false;
            }
        }
        return true;
    }

    private static Path of(Path jar) {
        return beside(jar, ".jsa");
    }

    private static Path unfinished(Path jar) {
        return beside(jar, ".jsa.new");
    }

    /** Another JVM has archives of its own. */
    private static Path beside(Path jar, String extension) {
        return jar.resolveSibling(jar.getFileName() + "-" + System.getProperty("java.vm.version") + extension);
    }
}
