package org.relais.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Objects;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Puts the first CSV file into the input folder. */
final class Input {
    /** The rows of the course that the formation production comes from; a resource of the launcher. */
    static final String SAMPLE = "formation.csv";

    private Input() {}

    /**
     * Puts the file that was asked for, or at the very first run the sample, which is not for somebody's own folder. The service
     * sees all of the file or nothing.
     *
     * @param folder where the service looks
     * @param pattern what it looks for
     * @throws WrongSettings if another file is there under that name, or the service would not read it
     */
    static void place(ProductionOptions options, DataDirectory data, Path folder, String pattern) throws IOException {
        if (pattern.matches(".*/.*|\\.\\.?")) {
            throw new WrongSettings(
                    "service-csv.filename is '" + pattern + "': expected a file's name, without folders");
        }
        boolean isFirst = !Files.exists(data.kafka());
        if (options.csv != null) placeGiven(options.csv, folder, pattern);
        else if (isFirst && folder.equals(data.in())) placeSample(folder.resolve(name(pattern, null)));
    }

    /** A pattern that is none is for the service to refuse. */
    private static boolean isRead(String name, String pattern) {
        if (name.equals(pattern)) return true;
        try {
            boolean fits =
                    FileSystems.getDefault().getPathMatcher("glob:" + pattern).matches(Path.of(name));
            return fits && (!name.startsWith(".") || pattern.startsWith("."));
        } catch (PatternSyntaxException refused) {
            return true;
        }
    }

    /**
     * To be called instead where nothing reads such files.
     *
     * @throws WrongSettings if a file was asked for
     */
    static void refuse(ProductionOptions options) {
        if (options.csv == null) return;
        throw new WrongSettings("nothing would read " + options.csv + ": " + options.productionFile
                + " has no service-csv, or it has no copy; leave --csv out, or change that");
    }

    private static void placeGiven(Path file, Path folder, String pattern) throws IOException {
        if (!Files.isRegularFile(file)) throw new WrongSettings(file + " is no file: give --csv a CSV file");
        String name = name(pattern, file);
        if (!isRead(name, pattern)) {
            throw new WrongSettings(file + " would not be read: service-csv.filename is " + pattern);
        }
        Path target = folder.resolve(name);
        if (!Files.exists(target)) moveInto(target, Files.newInputStream(file));
        else if (Files.mismatch(file, target) != -1) throw anotherFile(file, target);
    }

    private static WrongSettings anotherFile(Path file, Path target) {
        return new WrongSettings(target + " is there already, and is not " + file
                + ": append to it, remove it, or start on another folder with --data");
    }

    private static void placeSample(Path target) throws IOException {
        if (Files.exists(target)) return;
        moveInto(target, Objects.requireNonNull(Input.class.getResourceAsStream("/" + SAMPLE), SAMPLE));
    }

    private static void moveInto(Path target, InputStream content) throws IOException {
        Files.createDirectories(Objects.requireNonNull(target.getParent()));
        Path next = target.resolveSibling("." + target.getFileName() + ".next");
        try (content) {
            Files.copy(content, next, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.move(next, target, StandardCopyOption.ATOMIC_MOVE);
    }

    /** The name the service looks for; where that has wildcards, the file's own. */
    static String name(String pattern, @Nullable Path file) {
        if (!pattern.matches(".*[*?\\[{].*")) return pattern;
        return file == null || file.getFileName() == null
                ? SAMPLE
                : file.getFileName().toString();
    }
}
