package org.relais.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.relais.messages.ComponentStatus;

class SettingsReaderTest {

    private static final String COMPONENT = "service-csv";

    enum AfterRead {
        KEEP,
        RE_READ
    }

    record Own(
            @Setting(description = "where") Path path,

            @Setting(description = "how often", byDefault = "5 s", min = 100, max = 3_600_000)
            Duration callInterval,

            @Setting(description = "how many", byDefault = "10", min = 1, max = 100)
            int count,

            @Setting(description = "between fields", byDefault = ";")
            char delimiter,

            @Setting(description = "of the file", byDefault = "UTF-8")
            Charset charset,

            @Setting(description = "then what", byDefault = "keep")
            AfterRead afterRead,

            @Setting(description = "or not", byDefault = "true")
            boolean eager,

            @Setting(description = "for the database", key = "password", byDefault = "DemoData", secret = true)
            String secret,

            @Setting(description = "if at all", byDefault = Setting.NONE) @Nullable
            Long seed) {
        Own {
            if (delimiter == '"') {
                throw new IllegalArgumentException("delimiter can't be the quote");
            }
        }
    }

    @TempDir
    Path folder;

    @Test
    void takesDefaultsWhereNothingIsGiven() {
        assertThat(read(Map.of("path", "in")))
                .isEqualTo(new Own(
                        Path.of("in"),
                        Duration.ofSeconds(5),
                        10,
                        ';',
                        StandardCharsets.UTF_8,
                        AfterRead.KEEP,
                        true,
                        "DemoData",
                        null));
    }

    @Test
    void takesTheLaterOriginAndSaysWhichItWas() throws Exception {
        ProductionFile none = ProductionFile.none();
        ProductionFile common = file("count: 2");
        ProductionFile own =
                file("count: 2\ncomponents: {service-csv: {settings: {count: 3}}, other: {settings: {count: 9}}}");
        Map<String, String> shared = Map.of("RELAIS_COUNT", "4");
        Map<String, String> named = Map.of("RELAIS_COUNT", "4", "RELAIS_SERVICE_CSV_COUNT", "5");

        assertThat(origin(none, Map.of(), Map.of())).isEqualTo("10 default");
        assertThat(origin(common, Map.of(), Map.of())).isEqualTo("2 production file");
        assertThat(origin(own, Map.of(), Map.of())).isEqualTo("3 production file");
        assertThat(origin(own, shared, Map.of())).isEqualTo("4 environment RELAIS_COUNT");
        assertThat(origin(own, named, Map.of())).isEqualTo("5 environment RELAIS_SERVICE_CSV_COUNT");
        assertThat(origin(own, named, Map.of("count", "6"))).isEqualTo("6 command line");
    }

    @Test
    void namesKeysAfterTheRecordsComponents() {
        assertThat(SettingsReader.definitions(Own.class).stream().map(Definition::key))
                .containsExactly(
                        "path",
                        "call.interval",
                        "count",
                        "delimiter",
                        "charset",
                        "after.read",
                        "eager",
                        "password",
                        "seed");
        assertThat(read(Map.of("path", "x"), Map.of("RELAIS_SERVICE_CSV_CALL_INTERVAL", "200 ms"))
                        .callInterval())
                .isEqualTo(Duration.ofMillis(200));
    }

    @Test
    void reportsAllThatIsWrongAtOnce() {
        SettingsReader reader = new SettingsReader(
                COMPONENT,
                ProductionFile.none(),
                Map.of("RELAIS_SERVICE_CSV_COUNT", "101"),
                Map.of("call.interval", "soon", "after.read", "burn", "eager", "yes", "paht", "in"),
                Map.of());
        assertThat(reader.read(Own.class)).isNull();
        reader.rejectUnknown(SettingsReader.definitions(Own.class));
        assertThat(reader.problems())
                .containsExactlyInAnyOrder(
                        "path is missing: where",
                        "count = 101 (environment RELAIS_SERVICE_CSV_COUNT): expected a value from 1 to 100",
                        "call.interval = soon (command line): expected a duration such as 5 s, 200 ms or PT5S",
                        "after.read = burn (command line): expected keep, re-read",
                        "eager = yes (command line): expected true or false",
                        "paht (command line): service-csv has no such setting, see --help");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "count         | 0            | expected a value from 1 to 100",
                "count         | 101          | expected a value from 1 to 100",
                "count         | 1.0          | expected a whole number",
                "count         | 2147483648   | expected a whole number",
                "count         | ``           | expected a whole number",
                "call.interval | 99 ms        | expected a value from 100 ms to 3600000 ms",
                "call.interval | 2 h          | expected a value from 100 ms to 3600000 ms",
                "call.interval | -5 s         | expected a duration such as 5 s, 200 ms or PT5S",
                "call.interval | 5            | expected a duration such as 5 s, 200 ms or PT5S",
                "call.interval | 999999999999 d | expected a duration such as 5 s, 200 ms or PT5S",
                "call.interval | -PT5S        | expected a value from 100 ms to 3600000 ms",
                "delimiter     | ;;           | expected a single character",
                "charset       | latin-99     | expected a character set such as UTF-8",
                "charset       | a b          | expected a character set such as UTF-8",
                "after.read    | KEEP         | expected keep, re-read",
                "eager         | TRUE         | expected true or false",
                "seed          | x            | expected a whole number",
            })
    void saysWhatWasExpected(String key, String value, String expectation) {
        SettingsReader reader = reader(Map.of("path", "x", key, value), Map.of());
        assertThat(reader.read(Own.class)).isNull();
        assertThat(reader.problems()).containsExactly(key + " = " + value + " (command line): " + expectation);
    }

    /** Settings with a name that is open behind its key. */
    record Reaching(
            @Setting(description = "for the clients", byDefault = Setting.NONE)
            Map<String, String> outsideKafka) {}

    @Test
    void takesAllSettingsBehindAnOpenKeyAndTellsOnlyTheirNames() {
        SettingsReader reader = new SettingsReader(
                "service-kafka",
                ProductionFile.none(),
                Map.of("RELAIS_SERVICE_KAFKA_OUTSIDE_KAFKA_SASL_JAAS_CONFIG", "secret"),
                Map.of("outside.kafka.security.protocol", "SASL_SSL", "outside.kafkaesque", "x"),
                Map.of("outside.kafka.acks", "0"));
        assertThat(reader.read(Reaching.class))
                .isEqualTo(new Reaching(Map.of("security.protocol", "SASL_SSL", "sasl.jaas.config", "secret")));
        reader.rejectUnknown(SettingsReader.definitions(Reaching.class));
        assertThat(reader.problems())
                .hasSize(2)
                .anySatisfy(problem -> assertThat(problem).startsWith("outside.kafkaesque (command line)"))
                .anySatisfy(problem -> assertThat(problem).startsWith("outside.kafka (live)"));
        assertThat(reader.values())
                .singleElement()
                .satisfies(value -> assertThat(value.shown()).isEqualTo("sasl.jaas.config, security.protocol"));
    }

    @ParameterizedTest
    @CsvSource({"5 s,PT5S", "200ms,PT0.2S", "2 min,PT2M", "1h,PT1H", "PT0.5S,PT0.5S"})
    void readsDurationsAsPeopleAndAsStandardsWriteThem(String text, Duration expected) {
        assertThat(read(Map.of("path", "x", "call.interval", text)).callInterval())
                .isEqualTo(expected);
    }

    @Test
    void readsATabulator() {
        assertThat(read(Map.of("path", "x", "delimiter", "\\t")).delimiter()).isEqualTo('\t');
    }

    @Test
    void reportsWhatTheRecordItselfRefuses() {
        SettingsReader reader = reader(Map.of("path", "x", "delimiter", "\""), Map.of());
        assertThat(reader.read(Own.class)).isNull();
        assertThat(reader.problems()).containsExactly("delimiter can't be the quote");
    }

    @Test
    void neverShowsASecret() {
        SettingsReader reader = reader(Map.of("path", "x", "password", "hunter2"), Map.of());
        assertThat(Objects.requireNonNull(reader.read(Own.class)).secret()).isEqualTo("hunter2");
        assertThat(reader.values().stream().map(SettingsReader.Value::shown))
                .contains("***")
                .doesNotContain("hunter2");
    }

    @Test
    void handsClientSettingsOnFromEveryOrigin() throws Exception {
        ProductionFile file =
                file("kafka: {security.protocol: SSL, a: file}\ncomponents: {service-csv: {settings: {kafka.b: own}}}");
        SettingsReader reader = new SettingsReader(
                COMPONENT,
                file,
                Map.of("RELAIS_KAFKA_MAX_POLL_INTERVAL_MS", "1000", "PATH", "/bin"),
                Map.of("kafka.a", "command line"),
                Map.of());
        assertThat(SettingsReader.Given.texts(reader.kafka()))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "security.protocol", "SSL", "a", "command line", "b", "own", "max.poll.interval.ms", "1000"));
        reader.rejectUnknown(List.of());
        assertThat(reader.problems()).isEmpty();
    }

    /** A component that ran by itself found out by its first topic, again and again. */
    @Test
    void refusesANameThatNoProductionCanHave() {
        SettingsReader reader = reader(Map.of("production", "a production"), Map.of());
        assertThat(reader.read(RuntimeSettings.class)).isNull();
        assertThat(reader.problems()).singleElement().asString().startsWith("production is 'a production': ");
    }

    @Test
    void knowsEveryCommonSetting() {
        SettingsReader reader = reader(Map.of(), Map.of());
        RuntimeSettings settings = Objects.requireNonNull(reader.read(RuntimeSettings.class));
        assertThat(settings.production()).isEqualTo("formation");
        assertThat(settings.bootstrapServers()).isEqualTo("kafka:9092");
        assertThat(settings.slot()).isNull();
        assertThat(settings.failureTimeout()).isNull();
        assertThat(settings.sessionTimeout()).isEqualTo(Duration.ofSeconds(6));
    }

    private ProductionFile file(String yaml) throws Exception {
        return ProductionFile.read(Files.writeString(folder.resolve("production.yml"), yaml));
    }

    private static String origin(ProductionFile file, Map<String, String> environment, Map<String, String> line) {
        Map<String, String> given = new java.util.HashMap<>(line);
        given.put("path", "x");
        SettingsReader reader = new SettingsReader(COMPONENT, file, environment, given, Map.of());
        int count = Objects.requireNonNull(reader.read(Own.class)).count();
        return count + " " + reader.values().get(2).origin();
    }

    private static Own read(Map<String, String> line) {
        return read(line, Map.of());
    }

    private static Own read(Map<String, String> line, Map<String, String> environment) {
        SettingsReader reader = reader(line, environment);
        Own own = reader.read(Own.class);
        assertThat(reader.problems()).isEmpty();
        return Objects.requireNonNull(own);
    }

    private static SettingsReader reader(Map<String, String> line, Map<String, String> environment) {
        return new SettingsReader(COMPONENT, ProductionFile.none(), environment, line, Map.of());
    }

    @Test
    void aLiveValueBeatsAllOthers() {
        List<String> problems = new ArrayList<>();
        Configuration<Own> configuration = Objects.requireNonNull(
                live(Map.of("count", "7", "kafka.linger.ms", "1", "max.poll.records", "5"), problems));
        assertThat(problems).isEmpty();
        assertThat(configuration.own().count()).isEqualTo(7);
        assertThat(configuration.runtime().maxPollRecords()).isEqualTo(5);
        assertThat(configuration.kafka()).containsEntry("linger.ms", "1");
        assertThat(configuration.shown()).contains(new ComponentStatus.Value("count", "7", "live"));
    }

    @Test
    void whatKafkasClientsAreGivenIsShownWithItsOriginButForWhatMayBeSecret() throws Exception {
        Configuration.Source<Own> source = new Configuration.Source<>(
                COMPONENT,
                Own.class,
                file("kafka: {acks: all}"),
                Map.of("RELAIS_KAFKA_SSL_KEY_PASSWORD", "password"),
                Map.of("path", "in", "count", "3", "kafka.retries", "9"));
        assertThat(Objects.requireNonNull(source.read(Map.of("kafka.linger.ms", "1"), new ArrayList<>()))
                        .shown())
                .contains(
                        new ComponentStatus.Value("kafka.acks", "all", "production file"),
                        new ComponentStatus.Value("kafka.linger.ms", "1", "live"),
                        new ComponentStatus.Value("kafka.retries", "9", "command line"),
                        new ComponentStatus.Value(
                                "kafka.ssl.key.password", "***", "environment RELAIS_KAFKA_SSL_KEY_PASSWORD"));
    }

    @Test
    void aLiveValueThatCanNotBeIsRefusedWithTheReason() {
        List<String> problems = new ArrayList<>();
        Map<String, String> wrong = Map.of(
                "count", "many", "production", "p", "password", "p", "paht", "in", "kafka.sasl.jaas.config", "p");
        assertThat(live(wrong, problems)).isNull();
        assertThat(problems)
                .containsExactlyInAnyOrder(
                        "count = many (live): expected a whole number",
                        "production (live): can't change while the component runs",
                        "password (live): a secret can't be set live, everybody could read it",
                        "kafka.sasl.jaas.config (live): can't be set live, everybody could read it",
                        "paht (live): service-csv has no such setting, see --help");
    }

    /** Each of them was refused only when a client was made, by when those who worked had ended. */
    @Test
    void whatAnyOfKafkasClientsRefusesIsRefusedBeforeOneIsMade() {
        Map<String, String> refused = Map.of(
                "kafka.request.timeout.ms", "soon",
                "kafka.fetch.min.bytes", "abc",
                "kafka.session.timeout.ms", "abc",
                "kafka.linger.ms", "abc",
                "kafka.retries", "0",
                "kafka.partitioner.class", "none.such.Partitioner");
        refused.forEach((key, value) -> {
            List<String> problems = new ArrayList<>();
            assertThat(live(Map.of(key, value), problems)).as(key).isNull();
            assertThat(problems)
                    .isNotEmpty()
                    .allSatisfy(problem -> assertThat(problem)
                            .startsWith("kafka (live): ")
                            .contains(key.equals("kafka.retries") ? "retries" : value));
        });
    }

    /** The producer would wait for one answer longer than for all of its tries. */
    @Test
    void patienceThatDoesNotFitTogetherIsRefused() {
        List<String> problems = new ArrayList<>();
        assertThat(live(Map.of("kafka.request.timeout.ms", "60000"), problems)).isNull();
        assertThat(problems)
                .singleElement()
                .asString()
                .contains("delivery.timeout.ms", "linger.ms + request.timeout.ms");
        Map<String, String> both = Map.of("kafka.request.timeout.ms", "60000", "kafka.delivery.timeout.ms", "90000");
        assertThat(live(both, new ArrayList<>())).isNotNull();
    }

    @Test
    void whatExactlyOnceNeedsIsNotTheUsersAndSoNeverWrong() {
        Map<String, String> theirs =
                Map.of("kafka.acks", "1", "kafka.isolation.level", "any", "kafka.enable.auto.commit", "true");
        assertThat(live(theirs, new ArrayList<>())).isNotNull();
    }

    private static @Nullable Configuration<Own> live(Map<String, String> live, List<String> problems) {
        return new Configuration.Source<>(
                        COMPONENT, Own.class, ProductionFile.none(), Map.of(), Map.of("path", "in", "count", "3"))
                .read(live, problems);
    }
}
