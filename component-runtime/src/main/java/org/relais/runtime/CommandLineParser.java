package org.relais.runtime;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The command line of a component: an option for each of its settings, made from their definitions. */
final class CommandLineParser {

    private static final String KAFKA = "--kafka.";

    private final CommandLine commandLine;
    private final String component;
    private final List<Definition> own;
    private final List<Definition> common;

    CommandLineParser(String component, List<Definition> own, List<Definition> common) {
        this.component = component;
        this.own = own;
        this.common = common;
        CommandSpec spec = CommandSpec.create().name("java -jar <jar>").mixinStandardHelpOptions(false);
        spec.addOption(OptionSpec.builder("--help", "-h")
                .usageHelp(true)
                .description("this text")
                .build());
        spec.addOption(OptionSpec.builder("--help-markdown")
                .type(boolean.class)
                .description("the settings as the tables of docs/settings.md")
                .build());
        spec.addOption(OptionSpec.builder("--config")
                .type(String.class)
                .paramLabel("<file>")
                .description("the production file (environment RELAIS_CONFIG)")
                .build());
        own.forEach(setting -> spec.addOption(setting.open() ? openOption(setting) : option(setting)));
        common.forEach(setting -> spec.addOption(option(setting)));
        spec.usageMessage()
                .sortOptions(false)
                .width(110)
                .header("Runs the component " + component
                        + ". A setting's value comes, later over earlier, from its default, the"
                        + " production file (components." + component
                        + ".settings), the environment, and the command line."
                        + " Settings of the Kafka clients are given as --kafka.<name>=<value> or RELAIS_KAFKA_<NAME>.")
                .footer("Exit codes: 0 or 143 stopped, 1 failed, 2 wrong settings.");
        this.commandLine = new CommandLine(spec).setUnmatchedArgumentsAllowed(true);
    }

    /** {@return what was given, by key} */
    Map<String, String> parse(String[] args, List<String> problems) {
        Map<String, String> given = new LinkedHashMap<>();
        try {
            ParseResult result = commandLine.parseArgs(args);
            result.matchedOptions()
                    .forEach(option -> given.put(
                            option.longestName().substring(2), option.getValue().toString()));
            result.unmatched().forEach(argument -> takeKafka(argument, given, problems));
        } catch (CommandLine.ParameterException e) {
            problems.add(e.getMessage());
        }
        return given;
    }

    /** {@return the help that was asked for, or null if none was} */
    @Nullable
    String help(Map<String, String> given) {
        if (given.containsKey("help-markdown")) {
            return SettingsTable.of(component, own) + '\n' + SettingsTable.of(component, common);
        }
        return given.containsKey("help") ? commandLine.getUsageMessage(CommandLine.Help.Ansi.OFF) : null;
    }

    private void takeKafka(String argument, Map<String, String> given, List<String> problems) {
        int equals = argument.indexOf('=');
        if (equals > 0 && isOpen(argument)) {
            given.put(argument.substring(2, equals), argument.substring(equals + 1));
        } else {
            problems.add(nameIn(argument) + " (command line): " + component + " has no such setting, see --help");
        }
    }

    private boolean isOpen(String argument) {
        return argument.startsWith(KAFKA)
                || own.stream().anyMatch(setting -> setting.open() && argument.startsWith("--" + setting.key() + '.'));
    }

    /** Only the name: the value behind it, or the argument after it, may be a secret. */
    private static String nameIn(String argument) {
        int equals = argument.indexOf('=');
        String name = equals < 0 ? argument : argument.substring(0, equals);
        return name.startsWith("--") ? name : "an argument that is no option";
    }

    private OptionSpec option(Definition setting) {
        return OptionSpec.builder("--" + setting.key())
                .type(String.class)
                .paramLabel("<" + label(setting) + ">")
                .description(setting.declared().description() + " (" + byDefault(setting) + "; environment "
                        + setting.environment(component) + ")")
                .build();
    }

    /** For the help alone: what is given has a name of its own, and is taken with the arguments that nothing matches. */
    private OptionSpec openOption(Definition setting) {
        return OptionSpec.builder("--" + setting.key() + ".<name>")
                .type(String.class)
                .paramLabel("<value>")
                .description(setting.declared().description() + " (environment " + setting.environment(component)
                        + "_<NAME>)")
                .build();
    }

    private static String label(Definition setting) {
        return setting.type().isEnum()
                ? setting.expected().replace(", ", "|")
                : setting.type().getSimpleName().toLowerCase(java.util.Locale.ROOT);
    }

    private static String byDefault(Definition setting) {
        String value = setting.byDefault();
        if (setting.required()) {
            return "must be given";
        }
        return value == null ? "no default" : "default " + (setting.declared().secret() ? "***" : value);
    }
}
