package org.relais.launcher;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.relais.messages.OneLine;
import org.relais.messages.Topics;

/** The summary for people: what happened, what it left behind, and how to go on from there. */
final class SummaryText {
    private static final int OUTPUT_LINES = 4;

    private final List<String> lines = new ArrayList<>();

    private SummaryText() {}

    static List<String> of(Summary summary, List<TableLook> tables, DeadLetters deadLetters) throws IOException {
        SummaryText text = new SummaryText();
        text.headline(summary);
        text.deadLetters(deadLetters);
        text.outputFile(address(summary, "output_file"));
        tables.forEach(text::table);
        text.whereToLook(summary);
        text.howToSend(summary);
        return text.lines;
    }

    private void headline(Summary summary) {
        String rows = summary.newRows() == 0 ? "nothing new" : Shown.count(summary.newRows(), "new row");
        String time = summary.seconds() == 0 ? "" : " in " + Shown.seconds(summary.time());
        blank();
        add("All input is processed: " + rows + time + ". In all " + Shown.count(summary.rows(), "row") + ", "
                + Shown.count(summary.done(), "finished session") + ", "
                + (summary.deadLetters() == 0 ? "no dead letters" : Shown.count(summary.deadLetters(), "dead letter"))
                + ".");
    }

    private void deadLetters(DeadLetters deadLetters) {
        if (deadLetters.count() == 0) return;
        blank();
        add("The last dead letters, each in the topic named first");
        deadLetters.last().forEach(letter -> add("  " + letter));
    }

    private void outputFile(String file) throws IOException {
        blank();
        Path path = Path.of(file);
        if (!Files.exists(path)) {
            add(Shown.path(path) + " is not there: nothing was written to it");
            return;
        }
        add(Shown.path(path) + " ends with");
        LogTail.lastLines(path, OUTPUT_LINES).forEach(line -> add("  " + line));
    }

    private void table(TableLook look) {
        blank();
        String more = look.last().isEmpty() ? "" : ", the last of them";
        add(look.table() + " in " + look.database() + " has " + Shown.count(look.count(), "row") + more);
        for (List<String> row : look.last()) add("  " + String.join("  ", row));
    }

    private void whereToLook(Summary summary) {
        blank();
        add("Where to look");
        for (String database : Postgres.DATABASES) add("  JDBC    " + address(summary, database));
        add("          user and password: " + Postgres.USER);
        add("  broker  " + address(summary, "kafka"));
        add("  logs    " + Shown.path(Path.of(address(summary, "logs"))));
    }

    private void howToSend(Summary summary) {
        blank();
        add("How to send more");
        if (summary.addresses().containsKey("csv_folder")) add("  a row       " + row(address(summary, "csv_folder")));
        for (String copy : List.of("service-rest", "service-rest-0")) {
            if (summary.addresses().containsKey(copy)) add("  a request   " + request(address(summary, copy)));
        }
        add("  a message   echo '{\"id\":8,\"nom\":\"formation8\",\"salle\":\"salle8\"}' | kcat -P -b "
                + address(summary, "kafka") + " -t " + Topics.ROUTER.in(summary.production()));
    }

    /** A file that is there has its header, and nothing else begins one with it. */
    private static String row(String folder) {
        Optional<Path> file = input(Path.of(folder));
        String text = (file.isPresent() ? "" : "id;nom;salle") + "\\n7;formation7;salle7";
        return "printf '" + text + "' >> "
                + Shown.argument(file.orElse(Path.of(folder).resolve(Input.SAMPLE)));
    }

    /** The sample's file where it is there, else the first one of its kind; nobody knows where the folder can't be looked into. */
    private static Optional<Path> input(Path folder) {
        Path sample = folder.resolve(Input.SAMPLE);
        if (Files.isRegularFile(sample)) return Optional.of(sample);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "[!.]*.csv")) {
            return StreamSupport.stream(files.spliterator(), false)
                    .filter(Files::isRegularFile)
                    .min(Comparator.naturalOrder());
        } catch (IOException | DirectoryIteratorException notNow) {
            return Optional.empty();
        }
    }

    private static String request(String address) {
        return "curl " + address
                + "/training -H 'Content-Type: application/json' -d '{\"id\":9,\"nom\":\"formation9\",\"salle\":\"salle9\"}'";
    }

    private static String address(Summary summary, String name) {
        Map<String, String> addresses = summary.addresses();
        return addresses.getOrDefault(name, "");
    }

    private void blank() {
        lines.add("");
    }

    /** What rows say is among it, and rows may come from anybody. */
    private void add(String line) {
        lines.add(OneLine.of(line));
    }
}
