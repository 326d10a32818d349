package org.relais.launcher;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.PatternSyntaxException;

/** The files in the input folder, compared with the positions that the service has committed. */
final class InputFiles {
    private final Path folder;
    private final String pattern;

    InputFiles(Path folder, String pattern) {
        this.folder = folder;
        this.pattern = pattern;
    }

    /**
     * Whether each file there has been read up to its present end. The service's own word is not enough: it is about the file
     * as the service saw it last, maybe before it was stopped. What can't be looked at now (a share that is away, rights that are missing,
     * a pattern that the service refuses) is not done; what to do about that is the service's to say.
     *
     * @param positions by the file's path or name
     */
    boolean areDone(Map<String, FilePosition> positions) {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, pattern)) {
            for (Path file : files) if (isInput(file) && !isDone(file, positions)) return false;
            return true;
        } catch (NoSuchFileException nothingToReadYet) {
            return true;
        } catch (IOException | DirectoryIteratorException | PatternSyntaxException notNow) {
            return false;
        }
    }

    /** The service leaves out folders, its archive among them, and hidden files. */
    private static boolean isInput(Path file) {
        return !String.valueOf(file.getFileName()).startsWith(".") && !Files.isDirectory(file);
    }

    private static boolean isDone(Path file, Map<String, FilePosition> positions) throws IOException {
        long size;
        try {
            size = Files.size(file);
        } catch (NoSuchFileException movedToTheArchive) {
            return true;
        }
        return positions.entrySet().stream()
                .anyMatch(position ->
                        isOf(file, position.getKey()) && position.getValue().isDone(size));
    }

    private static boolean isOf(Path file, String key) {
        String name = String.valueOf(file.getFileName());
        return key.equals(name) || key.endsWith("/" + name);
    }
}
