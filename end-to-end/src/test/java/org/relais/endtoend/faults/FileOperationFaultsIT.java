package org.relais.endtoend.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.relais.endtoend.Eventually.eventually;
import static org.relais.endtoend.faults.LoneProduction.LIMIT;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.relais.endtoend.FreePorts;
import org.relais.endtoend.LoneComponent;
import org.relais.endtoend.OutputLines;
import org.relais.endtoend.Row;
import org.relais.endtoend.Signals;
import org.relais.endtoend.Stage;
import org.relais.endtoend.Surroundings;

/** What disks, people and other programs do to the file of operation-file. */
final class FileOperationFaultsIT {
    @RegisterExtension
    static final SharedServers SERVERS = new SharedServers();

    @RegisterExtension
    final Stage stage = new Stage();

    private LoneProduction production;

    @BeforeEach
    void begin() {
        production = SERVERS.production(stage);
        production.createTopics(Called.FILE);
    }

    @Test
    void goesOnByItselfWhenAFullDiskIsEnlarged() throws Exception {
        Requirement.mounts(stage.folder());
        Path disk = stage.folder("disk");
        Mount mount = stage.closing(Mount.memory(disk, "400k"));
        LoneComponent component = stage.closing(start(disk));
        production.call(Called.FILE, 10_000);
        eventually(LIMIT, () -> assertThat(component.output()).contains("No space left on device"));
        assertThat(Files.size(disk.resolve("toto.csv")))
                .as("there is no room for all")
                .isLessThan(400 << 10);
        mount.resize("16m");
        production.checkAnswers();
        production.checkFile(disk.resolve("toto.csv"));
        assertThat(component.output()).as("a batch was written in part").contains("is cut back");
    }

    /** A megabyte of one letter takes a few KiB on its way, so that one fetch may bring hundreds of them. */
    @Test
    void takesNoMoreLargeMessagesAtOnceThanItsHeapDoes() throws Exception {
        String large = "x".repeat(900_000);
        production.call(
                Called.FILE,
                Row.many(production.name() + "-", 60, 10).stream()
                        .map(row -> new Row(row.id(), row.nom(), large))
                        .toList());
        List<String> small = List.of("-Xmx96m", "-Xmn48m", "-XX:+ExitOnOutOfMemoryError");
        stage.closing(production.start(
                "operation-file",
                Map.of("path", stage.folder().toString()),
                new Surroundings(List.of(), small, Map.of())));
        production.checkAnswers();
        production.checkFile(file());
    }

    @Test
    void recoversFromAnFsyncThatFailed() throws Exception {
        Requirement.strace();
        // Each batch forces the journal, then the file: the third batch's file, and the fifth one's journal.
        for (int time : new int[] {6, 9}) {
            begin();
            Path folder = Files.createDirectory(stage.folder("fsync" + time));
            production.call(Called.FILE, 400);
            List<String> failing = List.of(
                    "strace",
                    "-D",
                    "--seccomp-bpf",
                    "-f",
                    "-qq",
                    "-o",
                    folder.resolve("trace").toString(),
                    "-e",
                    "trace=fdatasync",
                    "-e",
                    "inject=fdatasync:error=EIO:when=" + time);
            production.with("max.poll.records", "20");
            LoneComponent component = stage.closing(production.start(
                    "operation-file",
                    Map.of("path", folder.toString()),
                    new Surroundings(failing, List.of(), Map.of()),
                    folder));
            production.checkAnswers();
            production.checkFile(folder.resolve("toto.csv"));
            assertThat(Files.readString(folder.resolve("trace"))).contains("EIO");
            assertThat(component.output()).contains("Input/output error").contains("will be tried again");
            component.close();
        }
    }

    @Test
    void hasLostAndDoubledNothingAfterPowerCuts() throws Exception {
        Requirement.loopDevices(stage.folder());
        long seed = Long.getLong("relais.seed", System.nanoTime());
        System.out.println("FileOperationFaultsIT: repeat with -Drelais.seed=" + seed);
        Random random = new Random(seed);
        Path folder = stage.folder("disk");
        Path image = emptyImage();
        Mount mount = Mount.image(image, folder);
        try {
            for (int cut = 0; cut < 3; cut++) {
                LoneComponent component = production
                        .with("max.poll.records", "50")
                        .start("operation-file", Map.of("path", folder.toString()));
                long before = size(folder);
                production.call(Called.FILE, 1_500);
                eventually(LIMIT, () -> assertThat(size(folder)).isGreaterThan(before));
                LockSupport.parkNanos(random.nextInt(300_000_000));
                Path left = stage.folder("image" + cut);
                Signals.pause(component.pid());
                Files.copy(image, left);
                component.kill();
                mount.close();
                image = left;
                mount = Mount.image(image, folder);
            }
            LoneComponent component = start(folder);
            production.checkAnswers();
            production.checkFile(folder.resolve("toto.csv"));
            component.close();
        } finally {
            mount.close();
        }
    }

    @Test
    void haltsAtBytesOfOthersAndLeavesThem() throws Exception {
        LoneComponent component = stage.closing(start(stage.folder()));
        production.call(Called.FILE, 100);
        production.checkAnswers();
        Files.writeString(file(), "somebody else's\n", StandardOpenOption.APPEND);
        byte[] before = Files.readAllBytes(file());
        production.call(Called.FILE, 10);
        assertThat(component.awaitExit(LIMIT)).isEqualTo(1);
        assertThat(component.output()).contains("someone else writes to it. Nothing was destroyed.");
        assertThat(Files.readAllBytes(file())).isEqualTo(before);
        LoneComponent again = stage.closing(start(stage.folder()));
        assertThat(again.awaitExit(LIMIT)).isEqualTo(1);
        assertThat(again.output()).contains("goes on after the", "with bytes that this operation did not write");
        assertThat(Files.readAllBytes(file())).isEqualTo(before);
    }

    @Test
    void followsALogThatIsRotatedByRenaming() throws Exception {
        production.with("max.poll.records", "20");
        stage.closing(start(stage.folder()));
        List<Path> files = new ArrayList<>();
        for (int rotation = 1; rotation <= 3; rotation++) {
            production.call(Called.FILE, 500);
            eventually(LIMIT, () -> assertThat(size(stage.folder())).isPositive());
            Path rotated = stage.folder("toto.csv." + rotation);
            Files.move(file(), rotated);
            files.add(rotated);
        }
        production.call(Called.FILE, 100);
        production.checkAnswers();
        files.add(file());
        Path all = stage.folder("all");
        Files.createFile(all);
        for (Path each : files) {
            OutputLines.read(each);
            Files.write(all, Files.readAllBytes(each), StandardOpenOption.APPEND);
        }
        production.checkFile(all);
    }

    @Test
    void aSecondInstanceWaitsAndTakesOver() throws Exception {
        LoneComponent first = stage.closing(start(stage.folder()));
        production.call(Called.FILE, 200);
        production.awaitAnswers(1);
        int port = FreePorts.next();
        production.with("health.port", Integer.toString(port));
        stage.closing(start(stage.folder()));
        eventually(LIMIT, () -> assertThat(health(port)).contains("\"state\":\"STANDBY\""));
        production.call(Called.FILE, 2_000);
        production.awaitAnswers(300);
        first.kill();
        production.call(Called.FILE, 200);
        production.checkAnswers();
        production.checkFile(file());
    }

    private static String health(int port) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/health/ready"))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    private LoneComponent start(Path folder) throws IOException {
        return production.start("operation-file", Map.of("path", folder.toString()));
    }

    private Path file() {
        return stage.folder("toto.csv");
    }

    private static long size(Path folder) throws IOException {
        Path file = folder.resolve("toto.csv");
        return Files.exists(file) ? Files.size(file) : 0;
    }

    /** An ext4 of 24 MiB, with a journal. */
    private Path emptyImage() throws IOException {
        Path image = stage.folder("image");
        try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
            file.setLength(24 << 20);
        }
        Command.run("mkfs.ext4", "-q", image.toString());
        return image;
    }
}
