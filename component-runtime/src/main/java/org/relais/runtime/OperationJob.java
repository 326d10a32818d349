package org.relais.runtime;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.relais.messages.Address;
import org.relais.messages.Topic;
import org.relais.runtime.Lifecycle.State;

/**
 * Runs an operation: commits a batch's effects with the cursors in the sink, then its replies with the offsets in Kafka. See
 * {@link Standing} for what happens when it dies in between.
 */
final class OperationJob<Q, R, S> implements Job {

    private static final long STANDBY_MILLIS = 200;

    private final Context context;
    private final Topic<Q, R> topic;
    private final Sink<S> sink;
    private final Applier<Q, R, S> applier;
    private final BodyTypes<Q> types;
    private final Sender sender;
    private final MessageLog log;
    private final String deadLetters;
    private final Consumer<Outlet> effects;

    OperationJob(Context context, Topic<Q, R> topic, Sink<S> sink, Operation<Q, R, S> operation) {
        this(context, topic, sink, operation, outlet -> {});
    }

    /** @param effects sends those effects that belong into the same transaction as the replies */
    OperationJob(
            Context context, Topic<Q, R> topic, Sink<S> sink, Operation<Q, R, S> operation, Consumer<Outlet> effects) {
        this.effects = effects;
        this.context = context;
        this.topic = topic;
        this.sink = sink;
        this.types = new BodyTypes<>(topic.requestTypes());
        this.sender = new Sender(topic, context);
        this.log = new MessageLog(context.log());
        this.applier = new Applier<>(sink, operation, sender, log);
        this.deadLetters = topic.deadLettersIn(context.production());
    }

    @Override
    public String name() {
        return topic.name();
    }

    @Override
    public void run(Lifecycle lifecycle) {
        List<String> topics = List.of(topic.in(context.production()));
        context.cluster().ensure(topics);
        context.cluster().ensure(List.of(deadLetters));
        awaitTurn(lifecycle);
        if (!lifecycle.running()) {
            return; // who has waited in vain must not fence the one that works
        }
        Group group = new Group(context, topic.name(), sink.exclusive());
        ConsumerLoop.inParts(context, group, topics, sink, this::handle).run(lifecycle);
    }

    @Override
    public void close() {
        sink.close();
    }

    private void awaitTurn(Lifecycle lifecycle) {
        while (lifecycle.running() && !sink.acquire()) {
            lifecycle.moveTo(State.STANDBY, "another process holds what only one may write to");
            lifecycle.pause(STANDBY_MILLIS);
        }
    }

    private Handled handle(Batch batch, Takeover takeover, Outlet outlet, boolean exhausted) {
        List<OperationItem<Q>> items = decode(batch, takeover);
        if (exhausted) {
            items.forEach(
                    item -> item.failUnlessApplied(Outcome.Failed.TIMED_OUT, "the outside was down for too long"));
        }
        Handled handled = applier.apply(items, count -> batch.first(count).next());
        effects.accept(outlet);
        items.stream()
                .limit(handled.count())
                .filter(item -> item.standing().needsReply(item.offset()))
                .forEach(item -> answer(item, outlet));
        return handled;
    }

    private List<OperationItem<Q>> decode(Batch batch, Takeover takeover) {
        List<OperationItem<Q>> items = new ArrayList<>(batch.records().count());
        for (TopicPartition partition : batch.records().partitions()) {
            Standing standing = takeover.of(partition);
            for (ConsumerRecord<byte[], byte[]> record : batch.records().records(partition)) {
                Message message = Message.of(record, standing.topicId(), types.defaultType());
                OperationItem<Q> item = new OperationItem<>(message, standing);
                item.decode(sender, types);
                items.add(item);
            }
        }
        return items;
    }

    private void answer(OperationItem<Q> item, Outlet outlet) {
        Tally tally = item.standing().tally();
        tally.consumed();
        if (!item.needsReply()) {
            return;
        }
        if (item.outcome() instanceof Outcome.Failed failed) {
            log.refused(item.message(), failed);
        }
        Address replyTo = item.replyTo();
        if (replyTo != null) {
            reply(item, replyTo, outlet, tally);
        } else if (item.outcome() instanceof Outcome.Failed failed) {
            deadLetter(item, failed, outlet, tally);
        }
    }

    private void reply(OperationItem<Q> item, Address replyTo, Outlet outlet, Tally tally) {
        int partition = item.message().record().partition();
        ProducerRecord<byte[], byte[]> reply =
                sender.reply(item.message().envelope(), partition, replyTo, item.outcome(), item.key());
        if (Sender.fits(reply)) {
            outlet.send(reply);
            tally.answered();
        } else { // headers that somebody else wrote can be so large that no reply can repeat them
            deadLetter(item, Outcome.Failed.unanswerable(item.message()), outlet, tally);
        }
    }

    private void deadLetter(OperationItem<Q> item, Outcome.Failed failed, Outlet outlet, Tally tally) {
        outlet.send(Sender.deadLetter(deadLetters, item.message(), failed));
        tally.deadLetter();
    }
}
