package org.relais.db;

import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.relais.runtime.RejectedException;

/** Applies messages as the runtime does, dividing a batch until each rejected message stands alone. */
final class Applied<M> {

    private final JdbcSink sink;
    private final BiConsumer<M, Rows> handler;
    private final List<M> rejected = new ArrayList<>();

    private Applied(JdbcSink sink, BiConsumer<M, Rows> handler) {
        this.sink = sink;
        this.handler = handler;
    }

    /** {@return the messages that were rejected} */
    static <M> List<M> rejected(JdbcSink sink, List<M> messages, BiConsumer<M, Rows> handler) {
        Applied<M> applied = new Applied<>(sink, handler);
        applied.attempt(messages);
        return applied.rejected;
    }

    private void attempt(List<M> messages) {
        List<M> refused = new ArrayList<>();
        try {
            messages.forEach(message -> handle(message, refused));
            sink.push();
            rejected.addAll(refused);
        } catch (RejectedException e) {
            sink.rollback();
            divide(messages);
        }
    }

    private void divide(List<M> messages) {
        if (messages.size() == 1) {
            rejected.addAll(messages);
        } else {
            attempt(messages.subList(0, messages.size() / 2));
            attempt(messages.subList(messages.size() / 2, messages.size()));
        }
    }

    private void handle(M message, List<M> refused) {
        sink.mark();
        try {
            handler.accept(message, sink.begin());
        } catch (RejectedException e) {
            sink.undo();
            refused.add(message);
        }
    }
}
