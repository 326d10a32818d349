package org.relais.runtime;

import java.util.Map;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.relais.messages.Host;

/**
 * Which copy of a component a process is. A copy with a number takes over from its predecessor at once: the broker knows it by the same
 * name (KIP-345, KIP-447). One without has to wait until the broker has given the predecessor up.
 *
 * @param number the copy's number; empty if none is known
 * @param name what tells this copy from the others, for as long as its process lives
 */
record Slot(OptionalInt number, String name) {

    private static final Pattern ORDINAL = Pattern.compile(".*-(\\d{1,4})");
    private static final String KUBERNETES = "KUBERNETES_SERVICE_HOST";

    static Slot of(RuntimeSettings settings) {
        Integer slot = settings.slot();
        OptionalInt number = slot == null ? ordinal(Host.NAME, System.getenv()) : OptionalInt.of(slot);
        return new Slot(
                number,
                number.isPresent()
                        ? Integer.toString(number.getAsInt())
                        : UUID.randomUUID().toString());
    }

    /**
     * The ordinal that a StatefulSet puts at the end of a host's name. Elsewhere such a number says nothing: two machines may well be
     * {@code ip-10-0-1-23} and {@code ip-10-0-2-23}, and their copies would take the work from each other for ever.
     */
    static OptionalInt ordinal(String host, Map<String, String> environment) {
        Matcher ordinal = ORDINAL.matcher(host);
        return environment.containsKey(KUBERNETES) && ordinal.matches()
                ? OptionalInt.of(Integer.parseInt(ordinal.group(1)))
                : OptionalInt.empty();
    }

    boolean known() {
        return number.isPresent();
    }
}
