package org.relais.csv;

/** What became of a file whose part that was read is not what it was. */
final class Change {

    private Change() {}

    static String describe(FileState state, FilePosition from) {
        String what = state.size() < from.offset()
                ? "was truncated"
                : from.file().equals(state.id()) ? "was edited" : "was replaced";
        return what + " before byte " + from.offset() + ", up to which it was read";
    }

    /**
     * {@return whether that is what the settings mean to happen anyway: with {@code reread} each time is a new one, and to someone who
     * archives, a file that was read to its end and replaced by another one was simply taken away}
     */
    static boolean isExpected(CsvSettings settings, FileState state, FilePosition from) {
        return switch (settings.afterRead()) {
            case KEEP -> false;
            case ARCHIVE ->
                from.offset() == from.size()
                        && from.aside() == null
                        && !from.file().equals(state.id());
            case REREAD -> true;
        };
    }
}
