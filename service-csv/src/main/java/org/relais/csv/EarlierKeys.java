package org.relais.csv;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The keys of the positions by what a file may be recognised by under another path. Made once a round, when there is a file that needs it:
 * to look through all positions for each of very many files would take minutes.
 */
final class EarlierKeys {

    private final String host;
    private final Map<String, List<String>> byFile = new HashMap<>();
    private final Map<String, List<String>> byName = new HashMap<>();
    private final Map<Path, Boolean> gone = new HashMap<>();

    /** @param host this machine */
    EarlierKeys(Map<String, TrackedFile> tracked, String host) {
        this.host = host;
        tracked.forEach((key, file) -> {
            FilePosition position = file.position();
            if (position != null) {
                add(key, position);
            }
        });
    }

    /** {@return the keys under which this very file was read} */
    List<String> of(String file) {
        return byFile.getOrDefault(file, List.of());
    }

    /** {@return the keys of files of this name that this machine read in folders that are gone} */
    List<String> inFoldersThatAreGone(String name) {
        return byName.getOrDefault(name, List.of());
    }

    /** {@return the last part of a path} */
    static String nameOf(String key) {
        return key.substring(key.lastIndexOf(File.separatorChar) + 1);
    }

    private void add(String key, FilePosition position) {
        byFile.computeIfAbsent(position.file(), file -> new ArrayList<>()).add(key);
        if (isFromHere(position) && isFolderGone(Key.path(key))) {
            byName.computeIfAbsent(nameOf(key), name -> new ArrayList<>()).add(key);
        }
    }

    /** Of another machine's folders all look as if they were gone. */
    private boolean isFromHere(FilePosition position) {
        return position.host() == null || position.host().equals(host);
    }

    private boolean isFolderGone(@Nullable Path path) {
        Path folder = path == null ? null : path.getParent();
        return folder != null && gone.computeIfAbsent(folder, missing -> !Files.exists(missing));
    }
}
