package org.relais.launcher;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The standard output; keeps the reason why it can't be written, which print streams and writers keep to themselves. Not thread-safe by itself. */
final class Output extends OutputStream {
    private final OutputStream out;
    private volatile @Nullable IOException failure;

    Output(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int each) throws IOException {
        write(new byte[] {(byte) each}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int start, int length) throws IOException {
        try {
            out.write(bytes, start, length);
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    boolean hasFailed() {
        return failure != null;
    }

    /** {@return why it failed, for people; null if it did not, or if somebody such as {@code head} has seen enough and closed the pipe} */
    @Nullable
    String complaint() {
        IOException why = failure;
        if (why == null) return null;
        String reason = Reason.oneLine(why);
        return reason.toLowerCase(Locale.ROOT).contains("pipe") ? null : "the output can't be written: " + reason;
    }
}
