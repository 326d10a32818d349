package org.relais.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CommandLineParserTest {

    record Own(
            @Setting(description = "where the files are") String path,

            @Setting(description = "or not", byDefault = "true")
            boolean eager,

            @Setting(description = "for the database", byDefault = "DemoData", secret = true)
            String password,

            @Setting(description = "seed of chance", byDefault = Setting.NONE)
            String seed,

            @Setting(description = "for the client there", byDefault = Setting.NONE)
            Map<String, String> outsideKafka) {}

    private final CommandLineParser parser = new CommandLineParser(
            "service-csv", SettingsReader.definitions(Own.class), SettingsReader.definitions(RuntimeSettings.class));
    private final List<String> problems = new ArrayList<>();

    @Test
    void takesSettingsOfItsOwnCommonOnesAndThoseOfTheClients() {
        Map<String, String> given =
                parse("--path=in", "--production", "p", "--kafka.security.protocol=SSL", "--config=production.yml");
        assertThat(problems).isEmpty();
        assertThat(given)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "path", "in", "production", "p", "kafka.security.protocol", "SSL", "config", "production.yml"));
    }

    @Test
    void takesOpenSettingsByTheirNames() {
        assertThat(parse("--outside.kafka.security.protocol=SSL"))
                .containsExactlyEntriesOf(Map.of("outside.kafka.security.protocol", "SSL"));
        assertThat(problems).isEmpty();
    }

    @Test
    void complainsOfWhatItDoesNotKnowWithoutShowingItsValue() {
        parse("--passwrod=hunter2", "--eager=true");
        assertThat(problems).containsExactly("--passwrod (command line): service-csv has no such setting, see --help");
        problems.clear();
        parse("--passwrod", "hunter2");
        assertThat(problems).hasSize(2).noneMatch(problem -> problem.contains("hunter2"));
        problems.clear();
        parse("--kafka.x");
        assertThat(problems).hasSize(1);
    }

    @Test
    void complainsOfAnOptionWithoutItsValueAndOfOneGivenTwice() {
        parse("--path");
        assertThat(problems).hasSize(1).allMatch(problem -> problem.contains("--path"));
        problems.clear();
        parse("--password=one", "--password=two");
        assertThat(problems).hasSize(1).noneMatch(problem -> problem.contains("one") || problem.contains("two"));
    }

    @Test
    void helpTellsEverySettingItsDefaultAndItsEnvironmentVariable() {
        assertThat(parser.help(parse("-h"))).isNotNull();
        assertThat(parser.help(parse())).isNull();
        String help = Objects.requireNonNull(parser.help(parse("--help"))).replaceAll("\\s+", " ");
        assertThat(help)
                .contains("--path=<string> where the files are (must be given; environment RELAIS_SERVICE_CSV_PATH)")
                .contains("or not (default true; environment RELAIS_SERVICE_CSV_EAGER)")
                .contains("for the database (default ***; environment RELAIS_SERVICE_CSV_PASSWORD)")
                .contains("seed of chance (no default; environment RELAIS_SERVICE_CSV_SEED)")
                .contains("--outside.kafka.<name>=<value> for the client there"
                        + " (environment RELAIS_SERVICE_CSV_OUTSIDE_KAFKA_<NAME>)")
                .contains("--kafka.<name>=<value>")
                .contains("Usage: java -jar <jar> [")
                .contains("--config=<file>")
                .contains("Exit codes: 0 or 143 stopped, 1 failed, 2 wrong settings.")
                .doesNotContain("DemoData");
        SettingsReader.definitions(RuntimeSettings.class)
                .forEach(setting -> assertThat(help).contains("--" + setting.key() + "="));
    }

    private Map<String, String> parse(String... arguments) {
        return parser.parse(arguments, problems);
    }
}
