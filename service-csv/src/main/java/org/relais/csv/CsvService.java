package org.relais.csv;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.relais.messages.Host;
import org.relais.messages.OneLine;
import org.relais.runtime.HaltException;
import org.relais.runtime.Outbox;
import org.relais.runtime.Service;

/**
 * Reads CSV files: one request for each row. The state of each file is its position alone, which commits with the rows; no file
 * stays open between two reads. Not thread-safe: the runtime calls from one thread.
 */
final class CsvService implements Service {

    /** A folder where files come all the time is read as well. */
    private static final int MOST_LOOKS = 5;

    private final CsvSettings settings;
    private final InputFolder folder;
    private final Tools tools;
    private final Map<String, TrackedFile> tracked = new TreeMap<>();
    private final ArrayDeque<InputFile> left = new ArrayDeque<>();
    private final Set<Path> troubled = new HashSet<>();

    CsvService(CsvSettings settings) {
        this(settings, System::nanoTime);
    }

    CsvService(CsvSettings settings, LongSupplier nanoTime) {
        this(settings, nanoTime, PartReader.CHUNK);
    }

    /** @param chunk how many bytes are read at once: no result depends on it */
    CsvService(CsvSettings settings, LongSupplier nanoTime, int chunk) {
        Fingerprint fingerprint = new Fingerprint();
        this.settings = settings;
        this.folder = new InputFolder(settings.path(), settings.filename());
        this.tools = new Tools(
                settings,
                new PartReader(settings, fingerprint, chunk),
                fingerprint,
                new Archive(folder.archive()),
                nanoTime,
                Host.NAME);
    }

    @Override
    public String identity() {
        return folder.identity();
    }

    @Override
    public Duration interval() {
        return settings.callInterval();
    }

    /** Positions of other services' folders are kept as well: one of their files may have moved here with its folder. */
    @Override
    public void resume(Map<String, byte[]> positions) {
        tracked.clear();
        left.clear();
        positions.forEach((key, json) -> tracked.put(key, new TrackedFile(tools, key, position(key, json))));
    }

    /**
     * Looks at each file once in a round, and goes on with a file until there is nothing more in it. What has taken a file's place since
     * the round began waits for the next one, which finds the earlier file under its new name and reads that first.
     */
    @Override
    public boolean read(Outbox outbox) {
        boolean fresh = left.isEmpty();
        if (fresh) {
            startRound(outbox);
        }
        Iterator<InputFile> files = left.iterator();
        while (files.hasNext() && !outbox.isFull()) {
            InputFile listed = files.next();
            InputFile file = fresh ? listed : file(listed.path(), outbox);
            switch (file == null || !file.isSame(listed)
                    ? Next.NOTHING
                    : tracked(file).look(file, outbox)) {
                case NOTHING -> files.remove();
                case AFTER_COMMIT -> {}
                case MORE -> {
                    return true;
                }
            }
        }
        return !left.isEmpty();
    }

    /** Nothing is open between two reads. */
    @Override
    public void close() {}

    private static FilePosition position(String key, byte[] json) {
        try {
            return FilePosition.read(json);
        } catch (IOException e) {
            throw new HaltException(
                    "the position stored for " + OneLine.of(key) + " can't be read: " + Shown.text(e), e);
        }
    }

    private void startRound(Outbox outbox) {
        Map<String, InputFile> files = settled(outbox);
        tracked.entrySet()
                .removeIf(entry ->
                        !files.containsKey(entry.getKey()) && entry.getValue().isForgotten(outbox));
        left.addAll(Renames.follow(files, tracked, tools, outbox));
    }

    private TrackedFile tracked(InputFile file) {
        return tracked.computeIfAbsent(file.key(), key -> new TrackedFile(tools, key));
    }

    /**
     * Between listing the folder and looking at a file, that may get another name, which is not in the list, and a new one its old name.
     * Only a second look that shows the same has them all.
     */
    private Map<String, InputFile> settled(Outbox outbox) {
        Map<String, InputFile> files = files(outbox);
        for (int looks = 1; looks < MOST_LOOKS && Renames.hasStrangers(files, tracked); looks++) {
            Map<String, InputFile> before = files;
            files = files(outbox);
            if (isSame(before, files)) {
                break;
            }
        }
        return files;
    }

    private static boolean isSame(Map<String, InputFile> before, Map<String, InputFile> files) {
        return before.keySet().equals(files.keySet())
                && files.values().stream().allMatch(file -> file.isSame(before.get(file.key())));
    }

    private Map<String, InputFile> files(Outbox outbox) {
        Map<String, InputFile> files = new LinkedHashMap<>();
        for (Path path : folder.list()) {
            InputFile file = file(path, outbox);
            if (file != null) {
                files.merge(file.key(), file, CsvService::ownName);
            }
        }
        return files;
    }

    /** To archive a link to a file that stays would be to read that again under its own name. */
    private static InputFile ownName(InputFile first, InputFile other) {
        return Files.isSymbolicLink(other.path()) ? first : other;
    }

    private @Nullable InputFile file(Path path, Outbox outbox) {
        try {
            Path real = path.toRealPath();
            InputFile file = Files.isRegularFile(real) ? file(path, real) : null;
            troubled.remove(path);
            return file;
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            if (troubled.add(path)) {
                outbox.event(Shown.text(path) + " can't be looked at, and is tried again: " + Shown.text(e));
            }
            return null;
        }
    }

    private static InputFile file(Path path, Path real) throws IOException {
        String key = Key.of(real);
        if (key == null) {
            throw new IOException("its name is no text in this machine's charset " + InputFolder.CHARSET
                    + "; rename it, or start the service in a locale that has these characters");
        }
        return new InputFile(path, key, FileState.of(real));
    }
}
