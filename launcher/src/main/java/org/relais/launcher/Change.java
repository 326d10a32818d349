package org.relais.launcher;

import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.relais.messages.ComponentStatus;

/**
 * A change of live values that is written.
 *
 * @param component whose they are
 * @param keys which ones
 * @param value what they were set to; null if they were taken back
 * @param offset the one behind it, which every copy acknowledges
 */
record Change(String component, Set<String> keys, @Nullable String value, long offset) {
    /** The origin of a value that was set while the component runs. */
    static final String LIVE = "live";

    /** A component's complaint begins with the settings that it is about: "a = 1 (live): ...", "a, b and c are ...". */
    private static final Pattern KEYS = Pattern.compile("[\\w.-]+(?:(?:, | and )[\\w.-]+)*");

    boolean isAcknowledgedBy(ComponentStatus copy) {
        return copy.settingsOffset() >= offset;
    }

    boolean isRefusedBy(ComponentStatus copy) {
        return copy.problems().stream().anyMatch(problem -> keys.stream().anyMatch(key -> isAbout(problem, key)));
    }

    /** Whether what a copy says is in force is what was asked for. */
    boolean isInForce(ComponentStatus copy) {
        return keys.stream().allMatch(key -> isInForce(copy, key));
    }

    private boolean isInForce(ComponentStatus copy, String key) {
        List<ComponentStatus.Value> live = copy.settings().stream()
                .filter(each -> each.key().equals(key) && each.origin().equals(LIVE))
                .toList();
        return value == null
                ? live.isEmpty()
                : live.stream().anyMatch(each -> each.value().equals(value));
    }

    /** Whether a component complains of this setting; it may complain of several at once, with a semicolon between. */
    static boolean isAbout(String problem, String key) {
        for (String part : problem.split("; ", -1)) {
            Matcher keys = KEYS.matcher(part);
            if (!keys.lookingAt()) continue;
            for (String named : keys.group().split(", | and ", -1)) {
                if (key.equals(named) || key.startsWith(named + ".")) return true;
            }
        }
        return false;
    }
}
