package org.relais.launcher;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/** PostgreSQL's programs for this machine, unpacked once for each user and version from a jar of the class path. */
final class PostgresBinaries {
    private static final int EXECUTABLE = 0100;

    private PostgresBinaries() {}

    /** The folder that holds {@code bin}, {@code lib} and {@code share}; unpacks it where it is still to be done. */
    static Path installed() throws IOException {
        return installed(archive(), cache());
    }

    /** Any number of processes may do this at once: each unpacks for itself, and the first to be ready wins. */
    static Path installed(URL archive, Path cache) throws IOException {
        Path installed = cache.resolve(version(archive));
        if (Files.exists(installed)) return installed;
        Files.createDirectories(cache);
        Path unfinished = Files.createTempDirectory(cache, "unfinished");
        try {
            unpack(archive, unfinished);
        } catch (IOException e) {
            discard(unfinished, e);
            throw e;
        }
        publish(unfinished, installed);
        return installed;
    }

    /** Where the disk is full, each further attempt would else leave as much there again. */
    private static void discard(Path unfinished, IOException reason) {
        try {
            Folders.delete(unfinished);
        } catch (IOException e) {
            reason.addSuppressed(e);
        }
    }

    private static void publish(Path unfinished, Path installed) throws IOException {
        try {
            Files.move(unfinished, installed, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw e;
        } catch (FileSystemException anotherWasFirst) {
            Folders.delete(unfinished);
            if (!Files.exists(installed)) throw anotherWasFirst;
        }
    }

    private static Path cache() {
        String configured = System.getenv("XDG_CACHE_HOME");
        Path base = configured == null || configured.isEmpty()
                ? Path.of(System.getProperty("user.home"), ".cache")
                : Path.of(configured);
        return base.resolve("relais");
    }

    private static URL archive() throws IOException {
        String name = "postgres-" + system() + "-" + architecture() + ".txz";
        URL found = PostgresBinaries.class.getResource("/" + name);
        if (found == null) throw new IOException("there is no embedded PostgreSQL for this machine (" + name + ")");
        return found;
    }

    private static String system() {
        String name = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        return name.startsWith("mac") ? "darwin" : name;
    }

    private static String architecture() {
        String name = System.getProperty("os.arch");
        return name.equals("aarch64") ? "arm_64" : "x86_64";
    }

    /** The name of the jar, which holds the version, without its ending. */
    private static String version(URL archive) {
        String jar = archive.getPath().replaceFirst("\\.jar!.*$", "");
        return jar.substring(jar.lastIndexOf('/') + 1);
    }

    private static void unpack(URL archive, Path folder) throws IOException {
        try (InputStream bytes = archive.openStream();
                TarArchiveInputStream entries =
                        new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(bytes)))) {
            for (TarArchiveEntry entry = entries.getNextEntry(); entry != null; entry = entries.getNextEntry()) {
                unpack(entry, entries, folder.resolve(entry.getName()).normalize());
            }
        }
    }

    private static void unpack(TarArchiveEntry entry, InputStream content, Path target) throws IOException {
        if (entry.isDirectory()) {
            Files.createDirectories(target);
            return;
        }
        Path parent = target.getParent();
        if (parent != null) Files.createDirectories(parent);
        if (entry.isSymbolicLink()) Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
        else if (entry.isLink()) Files.createLink(target, Path.of(entry.getLinkName()));
        else writeFile(entry, content, target);
    }

    private static void writeFile(TarArchiveEntry entry, InputStream content, Path target) throws IOException {
        Files.copy(content, target);
        if ((entry.getMode() & EXECUTABLE) != 0 && !target.toFile().setExecutable(true, false)) {
            throw new IOException("can't make " + target + " executable");
        }
    }
}
