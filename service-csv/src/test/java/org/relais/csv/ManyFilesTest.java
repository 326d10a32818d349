package org.relais.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.relais.messages.Host;

/** Tens of thousands of files take neither minutes nor all of the memory. */
final class ManyFilesTest {

    private static final int FILES = 6_000;

    @TempDir
    Path folder;

    private final RecordingOutbox outbox = new RecordingOutbox();
    private Tools tools;

    @BeforeEach
    void makeTools() {
        CsvSettings settings = Running.settings(folder, "*.csv", AfterRead.KEEP, OnChange.DEAD_LETTER);
        Fingerprint fingerprint = new Fingerprint();
        PartReader reader = new PartReader(settings, fingerprint, PartReader.CHUNK);
        tools = new Tools(
                settings, reader, fingerprint, new Archive(folder.resolve("archive")), System::nanoTime, Host.NAME);
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.SECONDS)
    void tellsNewFilesFromRenamedOnesInOneGo() {
        Map<String, TrackedFile> tracked = new TreeMap<>();
        Map<String, InputFile> files = new LinkedHashMap<>();
        for (int i = 0; i < FILES; i++) {
            String earlier = folder + "/" + i + ".csv";
            tracked.put(earlier, new TrackedFile(tools, earlier, FilePosition.start(state("old" + i), "")));
            String key = folder + "/new" + i + ".csv";
            files.put(key, new InputFile(Path.of(key), key, state("new" + i)));
        }
        Renames.follow(files, tracked, tools, outbox);
        outbox.commit();
        assertThat(tracked).hasSize(FILES);
        assertThat(outbox.positions).isEmpty();
    }

    @Test
    void keepsWhatAHeaderToldOnlyWhileTheFileIsRead() throws IOException {
        Path path = folder.toRealPath().resolve("a.csv");
        Files.writeString(path, "id;nom;salle\n1;a;b\n2;a;b\n");
        InputFile file = new InputFile(path, path.toString(), FileState.of(path));
        TrackedFile tracked = new TrackedFile(tools, path.toString());
        outbox.capacity = 1;
        assertThat(tracked.look(file, outbox)).isEqualTo(Next.MORE);
        assertThat(tracked.format()).isNotNull();
        outbox.commit();
        assertThat(tracked.look(file, outbox)).isEqualTo(Next.NOTHING);
        assertThat(tracked.format()).isNull();
    }

    private static FileState state(String id) {
        return new FileState(id, 25, 1);
    }
}
