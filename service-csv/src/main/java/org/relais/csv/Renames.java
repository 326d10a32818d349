package org.relais.csv;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.relais.messages.OneLine;
import org.relais.runtime.Outbox;

/**
 * Follows files that were read under another path, so that their rows are not sent again: one that was renamed (rotated, say), also if it
 * was replaced by its own copy just before, and one whose whole folder moved or was copied to another place on this machine. Of one round: not thread-safe.
 */
final class Renames {

    private final Map<String, InputFile> files;
    private final Map<String, TrackedFile> tracked;
    private final Tools tools;
    private final EarlierKeys keys;
    private final Set<String> changed;

    private Renames(Map<String, InputFile> files, Map<String, TrackedFile> tracked, Tools tools) {
        this.files = files;
        this.tracked = tracked;
        this.tools = tools;
        this.keys = new EarlierKeys(tracked, tools.host());
        this.changed = changed();
    }

    /**
     * Gives each file the position that it has under its earlier path.
     *
     * @return the files in the order to read them in: that of their names, but each file before the one that took its name
     */
    static Collection<InputFile> follow(
            Map<String, InputFile> files, Map<String, TrackedFile> tracked, Tools tools, Outbox outbox) {
        List<InputFile> strangers = strangers(files, tracked).toList();
        return strangers.isEmpty() ? files.values() : new Renames(files, tracked, tools).follow(strangers, outbox);
    }

    /** {@return whether a file is not the one that was last read under its path} */
    static boolean hasStrangers(Map<String, InputFile> files, Map<String, TrackedFile> tracked) {
        return strangers(files, tracked).findAny().isPresent();
    }

    private static Stream<InputFile> strangers(Map<String, InputFile> files, Map<String, TrackedFile> tracked) {
        return files.values().stream().filter(file -> !isAtItsPlace(file, tracked));
    }

    private static boolean isAtItsPlace(InputFile file, Map<String, TrackedFile> tracked) {
        FilePosition position = position(tracked.get(file.key()));
        return position != null && position.file().equals(file.state().id());
    }

    private Collection<InputFile> follow(List<InputFile> strangers, Outbox outbox) {
        Map<InputFile, String> earlier = new LinkedHashMap<>();
        for (InputFile file : strangers) {
            String key = earlier(file);
            if (key != null) {
                earlier.put(file, key);
            }
        }
        move(earlier, outbox);
        return olderFirst(earlier);
    }

    /** What a rotated file has left is older than all of the file that has its name now, whichever of the two names comes first. */
    private Collection<InputFile> olderFirst(Map<InputFile, String> earlier) {
        Map<String, InputFile> heirs = new HashMap<>();
        earlier.forEach((file, key) -> heirs.putIfAbsent(key, file));
        Set<InputFile> ordered = new LinkedHashSet<>();
        for (InputFile file : files.values()) {
            List<InputFile> chain = chain(file, heirs, ordered);
            Collections.reverse(chain);
            ordered.addAll(chain);
        }
        return ordered;
    }

    /**
     * {@return a file, the one that had its name before, the one that had that one's, and so on, up to one that is in order already: two
     * files may also have swapped their names}
     */
    private static List<InputFile> chain(InputFile newest, Map<String, InputFile> heirs, Set<InputFile> ordered) {
        Set<InputFile> chain = new LinkedHashSet<>();
        InputFile file = newest;
        while (file != null && !ordered.contains(file) && chain.add(file)) {
            file = heirs.get(file.key());
        }
        return new ArrayList<>(chain);
    }

    /**
     * All at once: in a chain of rotated files each takes the place of the next. The position of a file that is another one stays where
     * it is: its folder may only be away, or somebody else's.
     */
    private void move(Map<InputFile, String> earlier, Outbox outbox) {
        Map<String, TrackedFile> moved = new LinkedHashMap<>();
        Set<String> left = new LinkedHashSet<>();
        earlier.forEach((file, key) -> {
            FilePosition position = position(tracked.get(key));
            if (position != null) {
                FilePosition here = position.on(tools.host());
                moved.put(file.key(), new TrackedFile(tools, file.key(), here));
                outbox.position(file.key(), here.write());
                outbox.event(OneLine.of(file.key()) + " was read as " + OneLine.of(key) + " before, and goes on");
                if (isSame(file, position) || changed.contains(key)) {
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

    private @Nullable String earlier(InputFile file) {
        for (String key : keys.of(file.state().id())) {
            if (isRenamed(key, file) && (isRead(file, key) || isSetAside(file, key))) {
                return key;
            }
        }
        if (position(tracked.get(file.key())) != null) {
            return null;
        }
        String moved = inAFolderThatMoved(file);
        return moved == null ? replacedAndRenamed(file) : moved;
    }

    /** Saved anew by an editor and rotated between two looks, or copied and truncated: what was read is here now, and something else there. */
    private @Nullable String replacedAndRenamed(InputFile file) {
        return changed.stream().filter(key -> isRead(file, key)).findFirst().orElse(null);
    }

    /** {@return the paths where not what was read is any more} */
    private Set<String> changed() {
        return files.values().stream()
                .filter(this::isChanged)
                .map(InputFile::key)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    private boolean isChanged(InputFile file) {
        FilePosition position = position(tracked.get(file.key()));
        return position != null && !position.isOf(file.state()) && !isRead(file, file.key());
    }

    private @Nullable String inAFolderThatMoved(InputFile file) {
        for (String key : keys.inFoldersThatAreGone(EarlierKeys.nameOf(file.key()))) {
            if (!key.equals(file.key()) && isRead(file, key)) {
                return key;
            }
        }
        return null;
    }

    private boolean isRenamed(String earlier, InputFile file) {
        FilePosition position = position(tracked.get(earlier));
        return position != null && isSame(file, position) && !isAt(earlier, file);
    }

    /** What was read of it is not there any more, so that only its state tells. */
    private boolean isSetAside(InputFile file, String earlier) {
        FilePosition position = position(tracked.get(earlier));
        return position != null && position.aside() != null && position.isOf(file.state());
    }

    /** An inode is used again soon: a rewritten file is another one, even if it has the same beginning. */
    private static boolean isSame(InputFile file, FilePosition position) {
        FileState state = file.state();
        return position.file().equals(state.id()) && (state.size() > position.size() || position.isOf(state));
    }

    /** Asks for what is there now: since the folder was listed, the file may have lost that name, and the next one may have got it. */
    private static boolean isAt(String key, InputFile file) {
        Path path = Key.path(key);
        try {
            return path != null && FileState.of(path).id().equals(file.state().id());
        } catch (IOException e) {
            return false;
        }
    }

    /** A file that can't be read is reported when its turn comes. */
    private boolean isRead(InputFile file, String earlier) {
        FilePosition position = position(tracked.get(earlier));
        if (position == null || position.offset() == 0) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file.path())) {
            return tools.fingerprint().matches(position.check(), channel, position.offset());
        } catch (IOException e) {
            return false;
        }
    }
}
