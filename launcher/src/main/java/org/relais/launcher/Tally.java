package org.relais.launcher;

/**
 * What a component has done with a partition ever since, as it commits it together with the offset:
 * {@code c=<consumed>,d=<sessions done>,a=<calls answered>,x=<dead letters>}, and behind a semicolon what concerns the sink.
 */
record Tally(long done, long answered) {
    static final Tally ZERO = new Tally(0, 0);

    static Tally of(String metadata) {
        return new Tally(count(metadata, "d="), count(metadata, "a="));
    }

    Tally plus(Tally other) {
        return new Tally(done + other.done, answered + other.answered);
    }

    private static long count(String metadata, String key) {
        for (String pair : metadata.replaceFirst(";.*", "").split(",", -1)) {
            if (pair.startsWith(key)) return number(pair.substring(key.length()));
        }
        return 0;
    }

    /** A group of someone else may have any metadata. */
    private static long number(String text) {
        return text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    }
}
