package org.relais.messages.trace;

/**
 * How much of the bodies of one session is kept: whoever looks may have a small heap, and shows all of them at once. Used by one thread.
 */
final class Room {

    private static final int MOST_BYTES = 4 << 20;

    /** Once read, a value that is two bytes long as JSON may take a hundred. */
    private static final int MOST_VALUES = 300_000;

    private int bytes = MOST_BYTES;
    private int values = MOST_VALUES;

    /** {@return whether there is room for this body, which is taken then} */
    boolean takes(byte[] body) {
        int more = body.length <= bytes ? values(body) : MOST_VALUES + 1;
        if (more > values) {
            return false;
        }
        bytes -= body.length;
        values -= more;
        return true;
    }

    /** At least as many as JSON of these bytes has. */
    private static int values(byte[] body) {
        int count = 1;
        for (byte each : body) {
            if (each == ',' || each == '[' || each == '{') {
                count++;
            }
        }
        return count;
    }
}
