package org.relais.csv;

import java.nio.charset.Charset;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.PatternSyntaxException;
import org.relais.runtime.Setting;

/**
 * The settings of service-csv.
 *
 * @param path the folder
 * @param filename the name, or a glob
 * @param delimiter between two fields
 * @param charset of the files
 * @param quote around a field
 * @param callInterval between two looks at the folder
 * @param afterRead what happens to a file read to its end
 * @param onChange what happens to a file that was changed before the position
 * @param maxRecordBytes the longest row: at most what a message may have, since a longer one could never be sent
 */
record CsvSettings(
        @Setting(description = "The folder of the CSV files; it may be absent until there is something to read.")
        Path path,

        @Setting(
                description =
                        "The name of the files to read; a glob such as *.csv is allowed, and reads them in the order of their"
                                + " names.",
                byDefault = "formation.csv")
        String filename,

        @Setting(
                description = "The character between two fields; a first line such as sep=, in a file goes before it.",
                byDefault = ";")
        char delimiter,

        @Setting(description = "The files' charset; a byte order mark in a file goes before it.", byDefault = "UTF-8")
        Charset charset,

        @Setting(description = "The character around a field that contains delimiters or line ends.", byDefault = "\"")
        char quote,

        @Setting(
                description =
                        "How often to look for new rows; a last line without line end counts after one interval without"
                                + " change.",
                byDefault = "5 s",
                min = 1)
        Duration callInterval,

        @Setting(
                description =
                        "What happens to a file read to its end: keep (rows appended later are picked up), archive (it moves"
                                + " to the folder archive), reread (all rows again at each interval).",
                byDefault = "keep")
        AfterRead afterRead,

        @Setting(
                description =
                        "What happens to a file that was truncated, replaced or edited before the position: dead-letter (it is"
                                + " set aside), restart (it is read again from its start). It is read again in any case with"
                                + " after.read=reread; and with archive, if another file took the place of one read to its end.",
                byDefault = "dead-letter")
        OnChange onChange,

        @Setting(
                description =
                        "The longest row in bytes; a longer one, or a quote that stays open for longer, is a dead letter.",
                byDefault = "921600",
                min = 16,
                max = 1_048_576)
        int maxRecordBytes) {

    /** Checks that the files can be found and divided into rows; says everything that is wrong at once. */
    CsvSettings {
        List<String> problems = new ArrayList<>(Encoding.problems(charset, delimiter, quote));
        if (filename.isBlank() || filename.indexOf('/') >= 0 || filename.equals(".") || filename.equals("..")) {
            problems.add("filename: expected a name or a glob without a folder");
        }
        try {
            FileSystems.getDefault().getPathMatcher("glob:" + filename);
        } catch (PatternSyntaxException e) {
            problems.add("filename: " + e.getDescription() + " in the glob " + Shown.value(filename));
        }
        if (Key.path(filename) == null) {
            problems.add("filename: expected characters that names have in this machine's charset "
                    + InputFolder.CHARSET + "; start the service in a locale that has them");
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }
}
