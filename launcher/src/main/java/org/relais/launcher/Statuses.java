package org.relais.launcher;

import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.relais.messages.Bodies;
import org.relais.messages.ComponentStatus;
import org.relais.messages.InvalidMessageException;

/** What each process last said of itself. */
final class Statuses {
    /** What is switched off does not come to work by waiting for it; what it leaves undone is seen by itself. */
    private static final Set<String> AT_WORK = Set.of("RUNNING", "STANDBY", "DISABLED");

    private static final Set<String> IN_TROUBLE = Set.of("RETRYING", "FAILED");
    private static final Bodies<ComponentStatus> BODIES = Bodies.of(ComponentStatus.class);

    private final Map<Long, ComponentStatus> statuses = new HashMap<>();

    void take(ConsumerRecord<byte[], byte[]> each) {
        if (each.value() == null) return;
        try {
            ComponentStatus status = BODIES.read(each.value());
            statuses.put(status.pid(), status);
        } catch (InvalidMessageException laterVersion) {
            return;
        }
    }

    /** Whether each of these processes says that all its parts are at work, wait for work, or are switched off. */
    boolean areUp(Collection<Long> pids) {
        return pids.stream().allMatch(this::isUp);
    }

    private boolean isUp(long pid) {
        ComponentStatus status = statuses.get(pid);
        return status != null && status.parts().stream().allMatch(part -> AT_WORK.contains(part.state()));
    }

    /** A setting as one of these processes says it is in force: what was changed while it ran is told nowhere else. */
    Optional<String> setting(Collection<Long> pids, String component, String key) {
        return pids.stream()
                .flatMap(pid -> Optional.ofNullable(statuses.get(pid)).stream())
                .filter(status -> status.component().equals(component))
                .flatMap(status -> status.settings().stream())
                .filter(setting -> setting.key().equals(key))
                .map(ComponentStatus.Value::value)
                .findFirst();
    }

    /** What one of these processes can't do now, if there is something. */
    Optional<String> trouble(Collection<Long> pids) {
        return pids.stream()
                .flatMap(pid -> Optional.ofNullable(statuses.get(pid)).stream())
                .flatMap(status -> status.parts().stream())
                .filter(part -> IN_TROUBLE.contains(part.state()))
                .findFirst()
                .map(Statuses::tell);
    }

    private static String tell(ComponentStatus.Part part) {
        String state = part.name() + " " + part.state().toLowerCase(Locale.ROOT);
        return part.reason().isBlank() ? state : state + ": " + part.reason();
    }
}
