package org.relais.runtime;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.errors.InterruptException;
import org.jspecify.annotations.Nullable;
import org.relais.messages.Envelope;
import org.relais.messages.Ids;
import org.relais.messages.Topic;
import org.relais.messages.trace.Trace;
import org.relais.messages.trace.Traces;

/** What the parts of a gateway share: the calls that wait to be sent, and those that wait for their reply. Safe for several threads. */
final class Switchboard implements Requester {

    private final BlockingQueue<Pending<?, ?>> outgoing = new LinkedBlockingQueue<>();
    private final Map<String, Pending<?, ?>> waiting = new ConcurrentHashMap<>();
    private volatile @Nullable Traces traces;
    private volatile boolean sends;
    private volatile boolean reads;
    private volatile boolean closed;

    @Override
    public <Q, R> Call<R> call(Topic<Q, R> target, Q request, @Nullable Instant deadline) {
        String id = Ids.session();
        return add(new Pending<>(this, target, request, id, id, deadline));
    }

    @Override
    public <Q, R> Call<R> callOnce(Topic<Q, R> target, Q request, String key) {
        return add(new Pending<>(this, target, request, Ids.session(), Ids.session(key), null));
    }

    @Override
    public Trace trace(String session) {
        return Objects.requireNonNull(traces, "not open yet").find(session, null);
    }

    @Override
    public boolean isReady() {
        return sends && reads;
    }

    /** Takes calls from now on: for the first time, or again after others had closed it. */
    void open(Traces search) {
        traces = search;
        closed = false;
    }

    void sends(boolean now) {
        sends = now;
    }

    void reads(boolean now) {
        reads = now;
    }

    /** {@return what is to be sent now, in the order in which it came; waits for a while if there is nothing} */
    List<Pending<?, ?>> take(Duration patience, int most) {
        List<Pending<?, ?>> taken = new ArrayList<>();
        try {
            Pending<?, ?> first = outgoing.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
            if (first != null) {
                taken.add(first);
                outgoing.drainTo(taken, most - 1);
            }
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
        taken.removeIf(call -> !call.beginSending());
        return taken;
    }

    /** Takes back what was not sent; it is sent with what comes next, unless it was given up. */
    void putBack(Collection<? extends Pending<?, ?>> calls) {
        for (Pending<?, ?> call : calls) {
            outgoing.add(call); // first: who gives it up from now on withdraws it
            if (!call.notSent()) {
                withdraw(call);
            }
        }
    }

    /** Tells whoever waits for a reply that it will come: that of a request with a key. */
    void taken(String request) {
        Pending<?, ?> call = waiting.get(request);
        if (call != null) {
            call.isTaken();
        }
    }

    /** Hands a reply to whoever waits for it; to nobody if that is another copy's, or has given up. */
    void answer(Envelope envelope, byte[] body) {
        String request = envelope.inReplyTo();
        Pending<?, ?> call = request == null ? null : waiting.remove(request);
        if (call != null) {
            call.answer(envelope, body);
        }
    }

    /** Sends it no more. While the cluster is away nothing is taken: what is given up must not pile up. */
    void withdraw(Pending<?, ?> call) {
        outgoing.remove(call);
    }

    /** {@return how many calls wait for their reply, or to be sent} */
    int waiting() {
        return waiting.size();
    }

    void forget(Pending<?, ?> call) {
        waiting.remove(call.id(), call);
    }

    /** Gives up all that waits, and all that comes from now on. */
    void close() {
        closed = true;
        waiting.values().forEach(Pending::cancel);
    }

    private <Q, R> Call<R> add(Pending<Q, R> call) {
        waiting.put(call.id(), call);
        outgoing.add(call);
        if (closed) {
            call.cancel();
        }
        return call;
    }
}
