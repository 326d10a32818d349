package org.relais.runtime.internal;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.StackTraceElementProxy;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.relais.messages.Discreet;
import org.relais.messages.OneLine;

/**
 * A stack trace whose messages forge no lines and tell no secrets: {@code %failure} in a pattern. Only the frames are lines of their own. Made
 * by Logback; stateless.
 */
public final class LoggedFailure extends ThrowableProxyConverter {

    /** For Logback. */
    public LoggedFailure() {}

    @Override
    protected String throwableProxyToString(IThrowableProxy failure) {
        return super.throwableProxyToString(new Clean(failure));
    }

    /** A failure with its messages cleaned, those of its causes too. */
    private record Clean(IThrowableProxy failure) implements IThrowableProxy {

        static @Nullable Clean of(@Nullable IThrowableProxy failure) {
            return failure == null ? null : new Clean(failure);
        }

        @Override
        public @Nullable String getMessage() {
            return shown(failure.getMessage());
        }

        @Override
        public @Nullable String getOverridingMessage() {
            return shown(failure.getOverridingMessage());
        }

        @Override
        public String getClassName() {
            return failure.getClassName();
        }

        @Override
        public StackTraceElementProxy[] getStackTraceElementProxyArray() {
            return failure.getStackTraceElementProxyArray();
        }

        @Override
        public int getCommonFrames() {
            return failure.getCommonFrames();
        }

        @Override
        public @Nullable IThrowableProxy getCause() {
            return of(failure.getCause());
        }

        @Override
        public IThrowableProxy[] getSuppressed() {
            IThrowableProxy @Nullable [] suppressed = failure.getSuppressed();
            return suppressed == null
                    ? new IThrowableProxy[0]
                    : Arrays.stream(suppressed).map(Clean::new).toArray(IThrowableProxy[]::new);
        }

        @Override
        public boolean isCyclic() {
            return failure.isCyclic();
        }

        private static @Nullable String shown(@Nullable String message) {
            return message == null ? null : OneLine.of(Discreet.of(message));
        }
    }
}
