package org.relais.runtime;

import java.util.List;

/** A component's settings as a Markdown table, for docs/settings.md. */
final class SettingsTable {

    private SettingsTable() {}

    static String of(String component, List<Definition> settings) {
        StringBuilder table =
                new StringBuilder("| setting | environment | default | meaning |\n| --- | --- | --- | --- |\n");
        settings.forEach(setting -> table.append(row(component, setting)).append('\n'));
        return table.toString();
    }

    private static String row(String component, Definition setting) {
        return "| `" + key(setting) + "` | `" + setting.environment(component) + (setting.open() ? "_<NAME>" : "")
                + "` | " + byDefault(setting) + " | "
                + (setting.declared().description() + values(setting)).replace("|", "\\|") + " |";
    }

    private static String key(Definition setting) {
        return setting.open() ? setting.key() + ".<name>" : setting.key();
    }

    private static String byDefault(Definition setting) {
        String value = setting.byDefault();
        if (value == null) {
            return setting.required() ? "must be given" : "";
        }
        return setting.declared().secret() ? "(secret)" : "`" + value + "`";
    }

    private static String values(Definition setting) {
        return setting.type().isEnum() ? " (" + setting.expected() + ")" : "";
    }
}
