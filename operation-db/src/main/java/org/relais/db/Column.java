package org.relais.db;

import java.nio.charset.StandardCharsets;
import org.relais.runtime.RejectedException;

/** A column of a {@link Table}: how its values are checked and written. */
sealed interface Column {

    String name();

    /**
     * Writes a value with its length before it.
     *
     * @throws RejectedException if the column can't take it
     */
    void write(Object value, CopyBuffer into);

    /** A column of type {@code int8}. */
    record Int8(String name) implements Column {

        @Override
        public void write(Object value, CopyBuffer into) {
            into.int32(Long.BYTES);
            into.int64((Long) value);
        }
    }

    /** A column of type {@code text} or {@code varchar}. */
    record Text(String name, int longest) implements Column {

        @Override
        public void write(Object value, CopyBuffer into) {
            String text = (String) value;
            requireLength(text);
            if (!into.text(text)) {
                throw unstorable();
            }
        }

        /**
         * Checks a value that travels by another means.
         *
         * @throws RejectedException if the column can't take it
         */
        void check(String text) {
            requireLength(text);
            if (text.indexOf('\0') >= 0 || !StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
                throw unstorable();
            }
        }

        private void requireLength(String text) {
            if (text.length() > longest && isTooLong(text)) {
                throw new RejectedException(name + " is longer than " + longest + " characters");
            }
        }

        private RejectedException unstorable() {
            return new RejectedException(
                    name + " has a NUL character or half a surrogate pair, which PostgreSQL can't store");
        }

        private boolean isTooLong(String text) {
            int end = text.length();
            while (end > 0 && text.charAt(end - 1) == ' ') {
                end--;
            }
            return text.codePointCount(0, end) > longest;
        }
    }
}
