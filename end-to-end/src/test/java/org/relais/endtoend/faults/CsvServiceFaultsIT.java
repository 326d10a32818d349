package org.relais.endtoend.faults;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.relais.endtoend.Eventually.eventually;
import static org.relais.endtoend.faults.LoneProduction.LIMIT;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.relais.endtoend.Feeder;
import org.relais.endtoend.Log;
import org.relais.endtoend.LoneComponent;
import org.relais.endtoend.Row;
import org.relais.endtoend.Stage;
import org.relais.endtoend.Surroundings;
import org.relais.messages.Topics;

/** What people and programs do to the files that service-csv reads: each row is sent once, or a dead letter says what was not. */
final class CsvServiceFaultsIT {
    private static final int SOME = 2_000;
    private static final long GIB = 1L << 30;
    private static final long MOST_MEMORY_KIB = 280 << 10;

    @RegisterExtension
    static final SharedServers SERVERS = new SharedServers();

    @RegisterExtension
    final Stage stage = new Stage();

    private final List<String> expected = new ArrayList<>();
    private LoneProduction production;
    private Path input;

    @BeforeEach
    void begin() throws IOException {
        production = SERVERS.production(stage);
        input = Files.createDirectory(stage.folder("in"));
    }

    @Test
    void sendsEachRowOnceWhateverIsDoneToItsFiles() throws Exception {
        List<Row> grown = rows("grown");
        List<Row> rotated = rows("rotated");
        Path grows = write("grows.csv", grown.subList(0, SOME / 2));
        Path rotates = write("rotates.csv", rotated.subList(0, SOME / 2));
        Path truncated = write("truncated.csv", rows("truncated"));
        Path edited = write("edited.csv", rows("edited"));
        Path replaced = write("replaced.csv", rows("replaced"));
        LoneComponent component = stage.closing(start());
        eventually(
                LIMIT,
                () -> assertThat(routed())
                        .anyMatch(row -> row.contains("rotated"))
                        .anyMatch(row -> row.contains("grown")));
        Feeder.append(grows, grown.subList(SOME / 2, SOME));
        Files.move(rotates, input.resolve("rotates.1.csv"));
        write("rotates.csv", rotated.subList(SOME / 2, SOME));
        awaitRows();
        Files.writeString(truncated, Row.HEADER);
        editInPlace(edited);
        replaceInPlace(replaced, Row.many("anew", SOME, 10));
        eventually(LIMIT, () -> assertThat(reasons()).hasSize(3));
        assertThat(reasons())
                .anyMatch(reason -> reason.contains("truncated"))
                .anyMatch(reason -> reason.contains("edited"));
        checkRows();
        component.close();
    }

    @Test
    void goesOnBehindRowsThatAreNone() throws Exception {
        List<Row> rows = rows("row");
        String text = Row.HEADER
                + csv(rows.subList(0, 10))
                + "7;\"never closed;room\n"
                + csv(rows.subList(10, 20))
                + "8;" + "x".repeat(2 << 20) + ";room\n"
                + csv(rows.subList(20, SOME));
        Files.writeString(input.resolve("formation.csv"), text);
        stage.closing(start());
        eventually(LIMIT, () -> assertThat(reasons()).hasSize(2));
        checkRows();
    }

    /** Root may read everything, so the system calls are made to fail: three times to open it, then three times to read it. */
    @Test
    void waitsForAFileThatCanNotBeRead() throws Exception {
        Requirement.strace();
        Path file = write("formation.csv", rows("row"));
        List<String> failing = List.of(
                "strace",
                "-D",
                "--seccomp-bpf",
                "-f",
                "-qq",
                "-o",
                stage.folder("trace").toString(),
                "-P",
                file.toRealPath().toString(),
                "-e",
                "trace=openat,pread64",
                "-e",
                "inject=openat:error=EACCES:when=1..3",
                "-e",
                "inject=pread64:error=EIO:when=1..3");
        LoneComponent component = stage.closing(start(new Surroundings(failing, List.of(), Map.of())));
        checkRows();
        assertThat(component.output()).contains("can't be read, and is tried again");
        assertThat(Files.readString(stage.folder("trace"))).contains("EACCES", "EIO");
        assertThat(reasons()).isEmpty();
    }

    /** A hole takes no room on the disk, and is a row as any other: far too long. */
    @Test
    void readsAFileOfAGibibyteInConstantMemory() throws Exception {
        List<Row> rows = rows("row");
        Path file = write("formation.csv", rows.subList(0, SOME / 2));
        try (RandomAccessFile large = new RandomAccessFile(file.toFile(), "rw")) {
            large.seek(large.length() + GIB);
            large.write(("\n" + csv(rows.subList(SOME / 2, SOME))).getBytes(UTF_8));
        }
        long start = System.nanoTime();
        LoneComponent component = stage.closing(start());
        checkRows();
        assertThat(reasons()).singleElement().asString().contains("longer");
        long peak = peakMemoryKib(component.pid());
        System.out.printf(
                "CsvServiceFaultsIT: 1 GiB in %.1f s, at most %,d KiB of memory%n",
                (System.nanoTime() - start) / 1e9, peak);
        assertThat(peak).isLessThan(MOST_MEMORY_KIB);
    }

    private LoneComponent start() throws IOException {
        return start(Surroundings.USUAL);
    }

    private LoneComponent start(Surroundings surroundings) throws IOException {
        Map<String, String> settings = Map.of("path", input.toString(), "filename", "*.csv", "call.interval", "200 ms");
        return production.start("service-csv", settings, surroundings);
    }

    private List<Row> rows(String name) {
        List<Row> rows = Row.many(name, SOME, 10);
        rows.forEach(row -> expected.add(row.requestJson()));
        return rows;
    }

    private Path write(String name, List<Row> rows) throws IOException {
        Path file = input.resolve(name);
        Feeder.writeAll(file, rows);
        return file;
    }

    private static String csv(List<Row> rows) {
        return String.join("", rows.stream().map(row -> row.csv() + "\n").toList());
    }

    /** The same length, another letter in the first row. */
    private static void editInPlace(Path file) throws IOException {
        try (RandomAccessFile edited = new RandomAccessFile(file.toFile(), "rw")) {
            edited.seek(Row.HEADER.length());
            edited.write('9');
            edited.seek(edited.length());
            edited.write("1;more;room\n".getBytes(UTF_8));
        }
    }

    /** The file system gives the next file the inode that has just become free. */
    private static void replaceInPlace(Path file, List<Row> rows) throws IOException {
        Object inode = Files.getAttribute(file, "unix:ino");
        Files.delete(file);
        Feeder.writeAll(file, rows);
        System.out.println("CsvServiceFaultsIT: created again, "
                + (inode.equals(Files.getAttribute(file, "unix:ino")) ? "with the same inode" : "with another inode"));
    }

    private void awaitRows() {
        eventually(LIMIT, () -> assertThat(routed().size()).isGreaterThanOrEqualTo(expected.size()));
    }

    private void checkRows() {
        awaitRows();
        new ExactlyOnceEffect(expected).check("the router's topic", routed());
    }

    private List<String> routed() {
        return values(Topics.ROUTER.in(production.name()));
    }

    private List<String> reasons() {
        try (Log log = new Log(SERVERS.servers().bootstrap())) {
            return log.all(Topics.SERVICE_CSV.deadLettersIn(production.name())).stream()
                    .map(letter -> String.valueOf(Log.header(letter, "relais-error")))
                    .toList();
        }
    }

    private static List<String> values(String topic) {
        try (Log log = new Log(SERVERS.servers().bootstrap())) {
            return log.all(topic).stream().map(ConsumerRecord::value).toList();
        }
    }

    private static long peakMemoryKib(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
