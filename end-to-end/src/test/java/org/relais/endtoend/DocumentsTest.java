package org.relais.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The documents say what the code does: their samples are compiled, their settings are the components', their links lead somewhere. */
final class DocumentsTest {

    private static final Path ROOT =
            Objects.requireNonNull(Path.of("").toAbsolutePath().getParent());
    private static final Pattern JAVA = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]*)(#[^):]+)?\\)");
    private static final Pattern HEADING = Pattern.compile("^#+ (.+)$", Pattern.MULTILINE);

    @Test
    void everyJavaSampleOfTheReadmeIsCompiledCode() throws IOException {
        String compiled = squeeze(read("end-to-end/src/test/java/org/relais/endtoend/sample/RoomCheck.java")
                + read("process-router/src/main/java/org/relais/router/Router.java"));
        List<String> samples = JAVA.matcher(read("README.md"))
                .results()
                .map(sample -> squeeze(sample.group(1)))
                .toList();
        assertThat(samples).hasSize(2).allSatisfy(sample -> assertThat(compiled).contains(sample));
    }

    static Stream<Path> documents() throws IOException {
        try (Stream<Path> docs = Files.list(ROOT.resolve("docs"))) {
            return Stream.concat(
                    Stream.of(ROOT.resolve("README.md"), ROOT.resolve("CONTRIBUTING.md")), docs.toList().stream());
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyLinkLeadsToAFileAndItsHeading(Path document) throws IOException {
        assertThat(LINK.matcher(Files.readString(document)).results()).allSatisfy(link -> {
            Path target = link.group(1).isEmpty() ? document : document.resolveSibling(link.group(1));
            assertThat(target).exists();
            if (link.group(2) != null) {
                assertThat(anchors(target)).contains(link.group(2));
            }
        });
    }

    /** As GitHub makes them of the headings. */
    private static List<String> anchors(Path document) throws IOException {
        return HEADING.matcher(Files.readString(document))
                .results()
                .map(heading -> heading.group(1).toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}_ -]", ""))
                .map(text -> '#' + text.replace(' ', '-'))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyTestThatIsNamedExists(Path document) throws IOException {
        Set<String> sources = sources();
        assertThat(Pattern.compile("`(\\w+(?:Test|IT))`")
                        .matcher(Files.readString(document))
                        .results()
                        .map(name -> name.group(1) + ".java"))
                .allSatisfy(name -> assertThat(sources).contains(name));
    }

    /** To mend it: {@code java -jar MODULE/target/MODULE.jar --help-markdown}. */
    @ParameterizedTest
    @MethodSource("components")
    void settingsAreThoseOfTheComponents(String module) throws IOException, InterruptedException {
        String[] tables = markdown(module).split("\n\n", -1);
        assertThat(tables).hasSize(2);
        String common = tables[1].replaceAll(
                "`RELAIS_(FILE_OPERATION|OPERATION_DB|OPERATION_KAFKA|PROCESS_ROUTER|SERVICE_KAFKA|SERVICE_CSV|SERVICE_REST)_",
                "`RELAIS_");
        assertThat(read("docs/settings.md"))
                .contains("\n\n## " + section(module) + "\n\n" + own(tables[0]) + "\n\n## ")
                .endsWith("\n\n" + common);
    }

    /** Named after the component. */
    private static String section(String module) {
        return module.equals("operation-file") ? "file-operation" : module;
    }

    private static String own(String table) {
        boolean isEmpty = table.lines().count() == 2;
        return isEmpty ? "It has no settings of its own." : table;
    }

    static List<String> components() {
        return List.of(
                "service-csv",
                "service-rest",
                "service-kafka",
                "process-router",
                "operation-file",
                "operation-db",
                "operation-kafka");
    }

    private static String markdown(String module) throws IOException, InterruptedException {
        Path target = ROOT.resolve(module).resolve("target");
        Process help = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-jar",
                        target.resolve(module + ".jar").toString(),
                        "--help-markdown")
                .redirectErrorStream(true)
                .start();
        String text = new String(help.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(help.waitFor()).as(text).isZero();
        return text;
    }

    /** {@return the names of all files with code} Below {@code src} only: the way through all that builds leave behind is long. */
    private static Set<String> sources() throws IOException {
        Set<String> names = new HashSet<>();
        try (Stream<Path> modules = Files.list(ROOT)) {
            for (Path module : modules.filter(each -> Files.isDirectory(each.resolve("src")))
                    .toList()) {
                names.addAll(fileNames(module.resolve("src")));
            }
        }
        return names;
    }

    private static Set<String> fileNames(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.map(file -> String.valueOf(file.getFileName())).collect(Collectors.toSet());
        }
    }

    private static String read(String file) throws IOException {
        return Files.readString(ROOT.resolve(file));
    }

    /** Formatting may differ: the README's lines are narrower. */
    private static String squeeze(String text) {
        return text.replaceAll("@Override|\\s+", "");
    }
}
