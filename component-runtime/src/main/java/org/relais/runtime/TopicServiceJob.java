package org.relais.runtime;

import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.relais.messages.DeadLetter;
import org.relais.messages.Ids;
import org.relais.messages.InvalidMessageException;
import org.relais.messages.Topic;

/** Runs a service that reads an outside topic. On the production's own cluster requests and offsets commit in one transaction. */
final class TopicServiceJob<Q> implements Job {

    private final Context context;
    private final Topic<?, ?> topic;
    private final TopicService<Q> service;
    private final OutsideCluster outside;
    private final Sender sender;
    private final MessageLog log;
    private final String deadLetters;

    TopicServiceJob(Context context, Topic<?, ?> topic, TopicService<Q> service) {
        this.context = context;
        this.topic = topic;
        this.service = service;
        this.outside = new OutsideCluster(context, service.topic());
        this.sender = new Sender(topic, context);
        this.log = new MessageLog(context.log());
        this.deadLetters = topic.deadLettersIn(context.production());
    }

    @Override
    public String name() {
        return topic.name();
    }

    @Override
    public void run(Lifecycle lifecycle) {
        context.cluster().ensure(List.of(deadLetters, service.target().in(context.production())));
        outside.requireTopic();
        if (outside.isOurs()
                && service.group().equals(outside.topic())
                && outside.topic().startsWith(context.production() + '.')) {
            throw new HaltException(
                    "group " + service.group() + " is called as that of a component '"
                            + Topic.component(context.production(), outside.topic())
                            + "' would be, so that what waits outside would count as the production's backlog: give it another name");
        }
        Group group = new Group(context, topic.name(), service.group(), outside);
        Backlog backlog = new Backlog(context);
        ConsumerLoop.BatchHandler handler = (batch, takeover, outlet, exhausted) -> {
            backlog.added(batch.records().count());
            return handle(batch, takeover, outlet);
        };
        new ConsumerLoop(context, group, List.of(outside.topic()), null, handler, backlog::tooLong).run(lifecycle);
    }

    @Override
    public void close() {
        outside.close();
    }

    private String handle(Batch batch, Takeover takeover, Outlet outlet) {
        for (TopicPartition partition : batch.records().partitions()) {
            Standing standing = takeover.of(partition);
            for (ConsumerRecord<byte[], byte[]> record : batch.records().records(partition)) {
                standing.tally().consumed();
                outlet.send(requestOrDeadLetter(record, standing));
            }
        }
        return "";
    }

    private ProducerRecord<byte[], byte[]> requestOrDeadLetter(
            ConsumerRecord<byte[], byte[]> record, Standing standing) {
        try {
            return request(record, standing);
        } catch (InvalidMessageException | RejectedException e) {
            return deadLetter(record, standing, Outcome.Failed.REJECTED, e);
        } catch (RetryableException | HaltException e) {
            throw e;
        } catch (RuntimeException e) { // a bug of the reader: this record fails, the others go on
            log.bug(message(record, standing), e);
            return deadLetter(record, standing, e.getClass().getSimpleName(), e);
        }
    }

    private ProducerRecord<byte[], byte[]> request(ConsumerRecord<byte[], byte[]> record, Standing standing) {
        String id = outside.isOurs()
                ? Ids.session()
                : Ids.injected(standing.topicId(), record.partition(), record.offset());
        ProducerRecord<byte[], byte[]> request =
                sender.opening(service.target(), service.read(record), id, record.key());
        Sender.checkSize(request);
        return request;
    }

    private ProducerRecord<byte[], byte[]> deadLetter(
            ConsumerRecord<byte[], byte[]> record, Standing standing, String errorClass, RuntimeException reason) {
        Message message = message(record, standing);
        Outcome.Failed failed = Outcome.Failed.of(message, errorClass, reason.getMessage());
        log.refused(message, failed);
        standing.tally().deadLetter();
        return Sender.deadLetterFromOutside(
                deadLetters,
                record,
                new DeadLetter(failed.error(), errorClass, failed.origin(), Instant.now(), failed.attempts()));
    }

    private static Message message(ConsumerRecord<byte[], byte[]> record, Standing standing) {
        return Message.of(record, standing.topicId(), "");
    }
}
