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
    private final boolean archived;

    /** @param archived whether what is read to its end is moved away */
    InputFiles(Path folder, String pattern, boolean archived) {
        this.folder = folder;
        this.pattern = pattern;
        this.archived = archived;
    }

    /**
     * Whether each file there has been read up to its present end, and moved away where it is to be. The service's own word is not enough: it is about the file
     * as the service saw it last, maybe before it was stopped. What can't be looked at now (a share that is away, rights that are missing,
     * a pattern that the service refuses) is not done; what to do about that is the service's to say.
     *
     * @param positions by the service's name and the file's canonical path: there may be files of the same name in other folders
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

    /**
     * What is about to move is not waited for: that is done in a moment, or fails again and again. A link may lead to a file that stays, and is
     * read under that one's name; an empty file waits for its rows.
     */
    private boolean isToBeMoved(Path file, FilePosition position) throws IOException {
        return archived
                && position.aside() == null
                && position.archive() == null
                && !Files.isSymbolicLink(file)
                && Files.size(file) > 0;
    }

    /** The service leaves out folders, its archive among them, and hidden files unless it is told to read such. */
    private boolean isInput(Path file) {
        boolean isHidden = String.valueOf(file.getFileName()).startsWith(".");
        return (!isHidden || pattern.startsWith(".")) && !Files.isDirectory(file);
    }

    private boolean isDone(Path file, Map<String, FilePosition> positions) throws IOException {
        try {
            FilePosition position = positions.get(Production.CSV + "/" + file.toRealPath());
            return position != null && position.isDone(Files.size(file)) && !isToBeMoved(file, position);
        } catch (NoSuchFileException movedToTheArchive) {
            return true;
        }
    }
}
