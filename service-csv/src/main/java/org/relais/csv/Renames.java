package org.relais.csv;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.relais.runtime.Outbox;

/**
 * Follows files that were read under another path, so that their rows are not sent again: one that was renamed (rotated, say), and
 * one whose whole folder moved or was copied to another place on this machine.
 */
final class Renames {

    private Renames() {}

    /** Gives each file the position that it has under its earlier path. */
    static void follow(Map<String, InputFile> files, Map<String, TrackedFile> tracked, Tools tools, Outbox outbox) {
        Map<InputFile, String> earlier = new LinkedHashMap<>();
        for (InputFile file : files.values()) {
            String key = isAtItsPlace(file, tracked) ? null : earlier(file, files, tracked, tools);
            if (key != null) {
                earlier.put(file, key);
            }
        }
        move(earlier, tracked, tools, outbox);
    }

    private static boolean isAtItsPlace(InputFile file, Map<String, TrackedFile> tracked) {
        FilePosition position = position(tracked.get(file.key()));
        return position != null && position.file().equals(file.state().id());
    }

    /**
     * All at once: in a chain of rotated files each takes the place of the next. The position of a file that is another one stays where
     * it is: its folder may only be away, or somebody else's.
     */
    private static void move(
            Map<InputFile, String> earlier, Map<String, TrackedFile> tracked, Tools tools, Outbox outbox) {
        Map<String, TrackedFile> moved = new LinkedHashMap<>();
        Set<String> left = new LinkedHashSet<>();
        earlier.forEach((file, key) -> {
            FilePosition position = position(tracked.get(key));
            if (position != null) {
                FilePosition here = position.on(Host.NAME);
                moved.put(file.key(), new TrackedFile(tools, file.key(), here));
                outbox.position(file.key(), here.write());
                outbox.event(Shown.clean(file.key()) + " was read as " + Shown.clean(key) + " before, and goes on");
                if (isSame(file, position)) {
                    left.add(key);
                }
            }
        });
        left.removeAll(moved.keySet());
        left.forEach(key -> outbox.position(key, null));
        tracked.keySet().removeAll(left);
        tracked.putAll(moved);
    }

    private static @Nullable FilePosition position(@Nullable TrackedFile tracked) {
        return tracked == null ? null : tracked.position();
    }

    private static @Nullable String earlier(
            InputFile file, Map<String, InputFile> files, Map<String, TrackedFile> tracked, Tools tools) {
        for (Map.Entry<String, TrackedFile> entry : tracked.entrySet()) {
            FilePosition position = entry.getValue().position();
            if (position != null
                    && !entry.getKey().equals(file.key())
                    && (isRenamed(entry.getKey(), position, file, files)
                            || (isFolderMoved(entry.getKey(), position, file)
                                    && position(tracked.get(file.key())) == null))
                    && isRead(file, position, tools)) {
                return entry.getKey();
            }
        }
        return null;
    }

    private static boolean isRenamed(
            String earlier, FilePosition position, InputFile file, Map<String, InputFile> files) {
        InputFile there = files.get(earlier);
        return isSame(file, position)
                && (there == null
                        ? !exists(earlier)
                        : !there.state().id().equals(file.state().id()));
    }

    /** An inode is used again soon: a rewritten file is another one, even if it has the same beginning. */
    private static boolean isSame(InputFile file, FilePosition position) {
        FileState state = file.state();
        return position.file().equals(state.id()) && (state.size() > position.size() || position.isOf(state));
    }

    private static boolean exists(String key) {
        Path path = Key.path(key);
        return path != null && Files.exists(path);
    }

    /** From another machine all folders of which it knows look as if they had moved. */
    private static boolean isFolderMoved(String earlier, FilePosition position, InputFile file) {
        Path path = Key.path(earlier);
        Path folder = path == null ? null : path.getParent();
        return path != null
                && (position.host() == null || position.host().equals(Host.NAME))
                && path.getFileName()
                        .toString()
                        .equals(Path.of(file.key()).getFileName().toString())
                && folder != null
                && !Files.exists(folder);
    }

    /** A file that can't be read is reported when its turn comes. */
    private static boolean isRead(InputFile file, FilePosition position, Tools tools) {
        try (FileChannel channel = FileChannel.open(file.path())) {
            return position.offset() > 0 && tools.fingerprint().matches(position.check(), channel, position.offset());
        } catch (IOException e) {
            return false;
        }
    }
}
