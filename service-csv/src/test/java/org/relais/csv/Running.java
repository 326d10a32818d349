package org.relais.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.relais.messages.Formation;
import org.relais.runtime.RetryableException;

/** A service at work on a folder, called as the runtime calls it, with a clock that the test sets. */
final class Running {

    final Path folder;
    final RecordingOutbox outbox = new RecordingOutbox();

    private CsvSettings settings;
    private CsvService service;
    private long nanos = 1_000;
    private int writes;

    Running(Path folder) {
        this(settings(folder));
    }

    Running(CsvSettings settings) {
        this(settings, PartReader.CHUNK);
    }

    Running(CsvSettings settings, int chunk) {
        this.folder = settings.path();
        this.settings = settings;
        this.service = new CsvService(settings, () -> nanos, chunk);
        service.resume(Map.of());
    }

    static CsvSettings settings(Path folder) {
        return settings(folder, "formation.csv", AfterRead.KEEP, OnChange.DEAD_LETTER);
    }

    static CsvSettings settings(Path folder, String filename, AfterRead afterRead, OnChange onChange) {
        return settings(folder, filename, StandardCharsets.UTF_8, afterRead, onChange, 900 * 1024);
    }

    static CsvSettings settings(
            Path folder, String filename, Charset charset, AfterRead afterRead, OnChange onChange, int longest) {
        return new CsvSettings(
                folder, filename, ';', charset, '"', Duration.ofSeconds(5), afterRead, onChange, longest);
    }

    static CsvSettings dividedBy(char delimiter, CsvSettings settings) {
        return new CsvSettings(
                settings.path(),
                settings.filename(),
                delimiter,
                settings.charset(),
                settings.quote(),
                settings.callInterval(),
                settings.afterRead(),
                settings.onChange(),
                settings.maxRecordBytes());
    }

    /** Reads until there is nothing more right now. */
    Running look() {
        for (int transactions = 0; read(); transactions++) {
            assertThat(transactions).as("transactions in one look").isLessThan(100_000);
        }
        return this;
    }

    /** As the runtime does what is worth another try: what was read is lost, and the positions are those that were committed. */
    Running lookAndTryAgain() {
        try {
            return look();
        } catch (RetryableException e) {
            outbox.abort();
            return restart();
        }
    }

    /** One transaction. */
    boolean read() {
        boolean more = service.read(outbox);
        outbox.commit();
        return more;
    }

    /** What is read gets lost before it is committed; a new process takes over. */
    Running crash() {
        service.read(outbox);
        outbox.abort();
        return restart();
    }

    Running waitAnInterval() {
        nanos += settings.callInterval().toNanos();
        return this;
    }

    /** Long enough for a last line without line end, then a look. */
    Running settle() {
        return look().waitAnInterval().look();
    }

    Running restart() {
        return restart(settings);
    }

    Running restart(CsvSettings changed) {
        settings = changed;
        service.close();
        service = new CsvService(changed, () -> nanos);
        service.resume(outbox.positions);
        return this;
    }

    Running write(String text) {
        return write("formation.csv", text);
    }

    Running write(String name, String text) {
        return write(name, text.getBytes(StandardCharsets.UTF_8));
    }

    Running write(String name, byte[] bytes) {
        try {
            Files.write(folder.resolve(name), bytes);
            return touch(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Into the same file, as a delivery from a machine whose clock ticks so seldom that the time of change stays. */
    Running writeWithinATick(String text) {
        try {
            Path file = folder.resolve("formation.csv");
            FileTime modified = Files.getLastModifiedTime(file);
            Files.writeString(file, text);
            Files.setLastModifiedTime(file, modified);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As an editor saves: another file takes the name. */
    Running replace(String text) {
        try {
            write("new", text);
            Files.move(folder.resolve("new"), folder.resolve("formation.csv"), StandardCopyOption.REPLACE_EXISTING);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Running append(String text) {
        return append("formation.csv", text);
    }

    Running append(String name, String text) {
        try {
            Files.writeString(folder.resolve(name), text, StandardOpenOption.APPEND);
            return touch(name);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Each write at its own time: a file system's clock is coarser than a test is fast. */
    private Running touch(String name) throws IOException {
        writes++;
        Files.setLastModifiedTime(folder.resolve(name), FileTime.from(Instant.ofEpochSecond(1_700_000_000L + writes)));
        return this;
    }

    List<Long> ids() {
        return outbox.rows.stream().map(Formation::id).toList();
    }

    List<String> reasons() {
        return outbox.dead.stream().map(RecordingOutbox.Dead::reason).toList();
    }

    List<String> deadTexts() {
        return outbox.dead.stream().map(RecordingOutbox.Dead::text).toList();
    }

    FilePosition position() {
        return position("formation.csv");
    }

    FilePosition position(String name) {
        try {
            String key = folder.toRealPath().resolve(name).toString();
            byte[] json = Objects.requireNonNull(outbox.positions.get(key), "no position of " + key);
            return FilePosition.read(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
