package org.relais.messages;

import java.util.List;

/**
 * What a component's process says of itself in the status topic: at each change of a state, and every ten seconds as a sign of life.
 *
 * @param component the component's name
 * @param copy which copy it is: its number, or a random name where it has none
 * @param host the host it runs on
 * @param pid its process id there
 * @param time when it said so, RFC 3339
 * @param parts its parts: one, but for a component that does several jobs
 * @param settings each setting as it is in force
 * @param problems why the live settings are not in force, where they are not
 * @param settingsOffset the offset in the settings topic behind the last live setting that it has looked at
 */
public record ComponentStatus(
        String component,
        String copy,
        String host,
        long pid,
        String time,
        List<Part> parts,
        List<Value> settings,
        List<String> problems,
        long settingsOffset) {

    /** Makes the lists unmodifiable; those that an older version has not told are empty. */
    public ComponentStatus {
        parts = List.copyOf(parts);
        settings = settings == null ? List.of() : List.copyOf(settings);
        problems = problems == null ? List.of() : List.copyOf(problems);
    }

    /** {@return the same, said at another time} */
    public ComponentStatus at(String otherTime) {
        return new ComponentStatus(component, copy, host, pid, otherTime, parts, settings, problems, settingsOffset);
    }

    /** {@return the key under which the topic keeps the last word of each copy} */
    public String key() {
        return component + '/' + copy;
    }

    /**
     * One job of a component.
     *
     * @param name its name, that of its topic
     * @param state {@code DISABLED}, {@code STARTING}, {@code STANDBY}, {@code RUNNING}, {@code RETRYING}, {@code STOPPED} or {@code FAILED}
     * @param reason why; empty where that needs no reason
     */
    public record Part(String name, String state, String reason) {}

    /**
     * A setting.
     *
     * @param key what it is called
     * @param value its value as text; stars in place of a secret
     * @param origin where it came from: {@code default}, {@code production file}, the environment, {@code command line}, {@code live}
     */
    public record Value(String key, String value, String origin) {}
}
