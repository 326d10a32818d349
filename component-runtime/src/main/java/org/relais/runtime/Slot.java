package org.relais.runtime;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which copy of a component a process is. A copy with a number takes over from its predecessor at once: the broker knows it by the same
 * name (KIP-345, KIP-447). One without has to wait until the broker has given the predecessor up.
 *
 * @param number the copy's number; empty if none is known
 * @param name what tells this copy from the others, for as long as its process lives
 */
record Slot(OptionalInt number, String name) {

    private static final Pattern ORDINAL = Pattern.compile(".*-(\\d{1,4})");

    static Slot of(RuntimeSettings settings) {
        Integer slot = settings.slot();
        OptionalInt number = slot == null ? fromHostName(hostName()) : OptionalInt.of(slot);
        return new Slot(
                number,
                number.isPresent()
                        ? Integer.toString(number.getAsInt())
                        : UUID.randomUUID().toString());
    }

    /** The ordinal that a StatefulSet puts at the end of a host's name. */
    static OptionalInt fromHostName(String host) {
        Matcher ordinal = ORDINAL.matcher(host);
        return ordinal.matches() ? OptionalInt.of(Integer.parseInt(ordinal.group(1))) : OptionalInt.empty();
    }

    boolean known() {
        return number.isPresent();
    }

    static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "";
        }
    }
}
