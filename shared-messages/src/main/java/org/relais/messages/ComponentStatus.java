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
 */
public record ComponentStatus(String component, String copy, String host, long pid, String time, List<Part> parts) {

    /** Makes the list unmodifiable. */
    public ComponentStatus {
        parts = List.copyOf(parts);
    }

    /** {@return the key under which the topic keeps the last word of each copy} */
    public String key() {
        return component + '/' + copy;
    }

    /**
     * One job of a component.
     *
     * @param name its name, that of its topic
     * @param state {@code STARTING}, {@code STANDBY}, {@code RUNNING}, {@code RETRYING}, {@code STOPPED} or {@code FAILED}
     * @param reason why; empty where that needs no reason
     */
    public record Part(String name, String state, String reason) {}
}
