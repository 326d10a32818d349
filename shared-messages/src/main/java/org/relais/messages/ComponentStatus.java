package org.relais.messages;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a component's process says of itself in the status topic: at each change of a state, while figures change every two seconds, and
 * every ten seconds as a sign of life.
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

    /** {@return the same without figures, which change all the time} */
    public ComponentStatus withoutFigures() {
        List<Part> plain = parts.stream()
                .map(part -> new Part(part.name(), part.state(), part.reason()))
                .toList();
        return new ComponentStatus(component, copy, host, pid, time, plain, settings, problems, settingsOffset);
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
     * @param figures of a part whose input is not in the production's topics, so that only its process can tell; null for all others
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Part(
            String name,
            String state,
            String reason,
            @Nullable Figures figures) {

        /** Of a part that the production's topics tell all about. */
        public Part(String name, String state, String reason) {
            this(name, state, reason, null);
        }
    }

    /**
     * What a part has done and has to do.
     *
     * @param done messages that it has taken in, or sent on behalf of those who wait, since the process began
     * @param waiting messages that it has not done with
     */
    public record Figures(long done, long waiting) {}

    /**
     * A setting.
     *
     * @param key what it is called
     * @param value its value as text; stars in place of a secret
     * @param origin where it came from: {@code default}, {@code production file}, the environment, {@code command line}, {@code live}
     */
    public record Value(String key, String value, String origin) {}
}
