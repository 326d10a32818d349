package org.relais.runtime;

import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.relais.messages.InvalidMessageException;
import org.relais.messages.Keyed;
import org.relais.messages.Topic;

/**
 * Runs a business process: each request, and each reply to a call that it made, is one turn of its handler. What the turns of a batch
 * send commits with the batch's offsets. The process itself keeps nothing: see {@link Continuation}.
 */
final class ProcessJob<Q, R> implements Job {

    private final Context context;
    private final Topic<Q, R> topic;
    private final Process<Q, R> process;
    private final BodyTypes<Q> types;
    private final Sender sender;
    private final MessageLog log;
    private final Requests requests;
    private final String requestTopic;
    private final String replyTopic;
    private final String deadLetters;

    ProcessJob(Context context, Topic<Q, R> topic, Process<Q, R> process) {
        this.context = context;
        this.topic = topic;
        this.process = process;
        this.types = new BodyTypes<>(topic.requestTypes());
        this.sender = new Sender(topic, context);
        this.log = new MessageLog(context.log());
        this.requestTopic = topic.in(context.production());
        this.replyTopic = topic.repliesIn(context.production());
        this.deadLetters = topic.deadLettersIn(context.production());
        this.requests = new Requests(context.clients(), requestTopic);
    }

    @Override
    public String name() {
        return topic.name();
    }

    @Override
    public void run(Lifecycle lifecycle) {
        context.cluster().ensure(List.of(requestTopic, replyTopic, deadLetters));
        Group group = new Group(context, topic.name(), false);
        ConsumerLoop.inParts(context, group, List.of(requestTopic, replyTopic), null, this::handle)
                .run(lifecycle);
    }

    @Override
    public void close() {
        requests.close();
    }

    private Handled handle(Batch batch, Takeover takeover, Outlet outlet, boolean exhausted) {
        long began = System.nanoTime();
        int count = 0;
        for (TopicPartition partition : batch.records().partitions()) {
            Standing standing = takeover.of(partition);
            for (ConsumerRecord<byte[], byte[]> record : batch.records().records(partition)) {
                if (count > 0 && System.nanoTime() - began >= Outlet.LONGEST_NANOS) {
                    return new Handled(count, "");
                }
                Message message = Message.of(record, standing.topicId(), types.defaultType());
                standing.tally().consumed();
                work(message, new Results(message, outlet, sender, deadLetters, standing.tally(), log));
                count++;
            }
        }
        return new Handled(count, "");
    }

    private void work(Message message, Results results) {
        Caller caller = new Caller(message.envelope(), null);
        try {
            if (message.record().topic().equals(replyTopic)) {
                Session session = resume(message);
                caller = new Caller(session.envelope(), session.replyTo());
                run(session, types.read(session.envelope().type(), session.body()), results);
            } else {
                caller = new Caller(message.envelope(), sender.replyTo(message));
                begin(message, caller, results);
            }
        } catch (InvalidMessageException | RejectedException e) {
            results.refused(caller, Outcome.Failed.REJECTED, e);
        } catch (RetryableException | HaltException | KafkaException e) {
            throw e;
        } catch (RuntimeException e) { // a bug of the handler: this message fails, the others go on
            log.bug(message, e);
            results.refused(caller, e.getClass().getSimpleName(), e);
        }
    }

    private void begin(Message message, Caller caller, Results results) {
        Q request = types.read(message.envelope().type(), message.record().value());
        Instant deadline = message.envelope().deadline();
        if (deadline != null && Instant.now().isAfter(deadline)) {
            results.expired(caller, deadline);
            return;
        }
        byte[] key = message.key(request instanceof Keyed keyed ? keyed.key() : null);
        run(Session.begin(message, caller.replyTo(), key), request, results);
    }

    private Session resume(Message message) {
        byte[] bytes = message.envelope().continuation();
        if (bytes == null) {
            throw new InvalidMessageException(
                    "header 'relais-continuation' is missing: this is no reply to a call of " + name());
        }
        Session session = Session.resume(message, Continuation.decode(bytes), requests);
        var unused = sender.checked(session.replyTo(), session.partition()); // anybody can write a continuation, too
        return session;
    }

    /** {@return the reply to send, or null if nobody waits for one} */
    private Outcome.@Nullable Replied encode(Session session, R reply) {
        if (session.replyTo() == null) {
            return null;
        }
        Outcome.Replied encoded = sender.encode(reply);
        Sender.checkSize(session.envelope(), encoded);
        return encoded;
    }

    private void run(Session session, Q request, Results results) {
        Turn turn = new Turn(session, sender, request);
        try {
            R reply = process.handle(request, turn);
            turn.checkAllAnswersTaken();
            results.finished(turn, session, encode(session, reply));
        } catch (Turn.TurnEnded e) {
            results.waiting(turn);
        } catch (CallFailed e) {
            results.parked(turn, session, e);
        }
    }
}
