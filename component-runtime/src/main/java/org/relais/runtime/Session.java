package org.relais.runtime;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.relais.messages.Address;
import org.relais.messages.Envelope;
import org.relais.messages.InvalidMessageException;

/**
 * What a process knows of the request it works on, whether it has just come or the answer to a call has brought it back.
 *
 * @param envelope the request's headers
 * @param body the request's body
 * @param origin where the request is, if it is large and is to stay there
 * @param replyTo where the process's reply goes, or null if nobody waits
 * @param answers the answers so far
 * @param partition the session's partition number
 * @param key the session's key
 */
@SuppressWarnings("ArrayRecordComponent")
record Session(
        Envelope envelope,
        byte[] body,
        Continuation.@Nullable Place origin,
        @Nullable Address replyTo,
        List<Continuation.Answer> answers,
        int partition,
        byte[] key) {

    /** A larger request is left where it is: it would travel with every call, twice. */
    private static final int LARGE = 8 * 1024;

    static Session begin(Message request, @Nullable Address replyTo, byte[] key) {
        byte[] body = request.record().value();
        Continuation.Place origin = body.length > LARGE
                ? new Continuation.Place(
                        request.record().partition(), request.record().offset())
                : null;
        return new Session(
                request.envelope(),
                body,
                origin,
                replyTo,
                List.of(),
                request.record().partition(),
                key);
    }

    /**
     * {@return the session that a reply brings back}
     *
     * @param reply the reply
     * @param continuation what came back with it
     * @param requests finds a large request
     * @throws InvalidMessageException if the reply is none to the call that is awaited
     */
    static Session resume(Message reply, Continuation continuation, Requests requests) {
        Continuation.Request request = continuation.request();
        if (request.stays() != null
                && request.stays().partition() != reply.record().partition()) {
            throw new InvalidMessageException("header 'relais-continuation' names a request on another partition");
        }
        List<Continuation.Answer> answers = new ArrayList<>(continuation.answers());
        Envelope headers = reply.envelope();
        answers.add(new Continuation.Answer(
                continuation.pending(),
                headers.ok(),
                headers.type(),
                reply.record().value()));
        return new Session(
                headers.resumed(request.id(), request.type(), request.time(), request.continuation()),
                request.body() == null ? requests.read(request) : request.body(),
                request.stays(),
                request.replyTo() == null ? null : Address.parse(request.replyTo()),
                answers,
                reply.record().partition(),
                reply.key(null));
    }

    /** {@return what must come back with the answer to a call made after so many answers} */
    Continuation awaiting(int answersBefore, String target) {
        Continuation.Request request = new Continuation.Request(
                envelope.id(),
                envelope.type(),
                envelope.timeText(),
                replyTo == null ? null : replyTo.toString(),
                envelope.continuation(),
                origin == null ? body : null,
                origin);
        return new Continuation(request, answers.subList(0, answersBefore), target);
    }
}
