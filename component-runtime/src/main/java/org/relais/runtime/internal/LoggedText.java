package org.relais.runtime.internal;

import ch.qos.logback.core.pattern.CompositeConverter;
import org.relais.messages.Discreet;
import org.relais.messages.OneLine;

/**
 * One line of a log, whatever came from outside into it: {@code %discreet(...)} in a pattern. Made by Logback; stateless.
 *
 * @param <E> the kind of event
 */
public final class LoggedText<E> extends CompositeConverter<E> {

    /** For Logback. */
    public LoggedText() {}

    @Override
    protected String transform(E event, String text) {
        return OneLine.of(Discreet.of(text));
    }
}
