package org.relais.messages.trace;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.relais.messages.Address;
import org.relais.messages.Fate;
import org.relais.messages.Place;

/** Collects the messages of one session once it is known where it starts. Used by one thread. */
final class Search {

    /** So many offsets are read in a fraction of a second, even by a process that has just been started. */
    private static final long LITTLE = 50_000;

    private final Consumer<byte[], byte[]> consumer;
    private final ProductionTopics topics;
    private final Matches matches;
    private final Steps steps;
    private final Room room = new Room();
    private final Map<Place, Step> found = new LinkedHashMap<>();
    private final Map<Place, Fate> fates = new HashMap<>();
    private final Set<Fate> followed = new HashSet<>();

    Search(Consumer<byte[], byte[]> consumer, ProductionTopics topics, Matches matches, Steps steps) {
        this.consumer = consumer;
        this.topics = topics;
        this.matches = matches;
        this.steps = steps;
    }

    /** @param anywhere whether the session may not stay on one partition number: a request with a key is handed on to another */
    Trace trace(String session, Start start, boolean anywhere) {
        Find opening = anywhere ? null : start.opening();
        Collection<TopicPartition> partitions = opening == null ? topics.partitions() : partitions(opening);
        read(partitions, start.time());
        for (Optional<Fate> fate = nextResent(); fate.isPresent(); fate = nextResent()) {
            followed.add(fate.get());
            read(partitions, Instant.parse(fate.get().time()));
        }
        return new Assembly(List.copyOf(found.values()), fates, unread()).trace(session);
    }

    /** Those with the session's number, and one that a reply was asked to come to. */
    private Collection<TopicPartition> partitions(Find opening) {
        Set<TopicPartition> partitions =
                new HashSet<>(topics.partitions(opening.step().partition()));
        Address replyTo = opening.replyTo();
        if (replyTo != null && replyTo.partition() != null) {
            partitions.add(new TopicPartition(replyTo.topic(), replyTo.partition()));
        }
        partitions.removeIf(partition -> !topics.has(partition));
        return partitions;
    }

    private void read(Collection<TopicPartition> partitions, Instant from) {
        Scan scan = new Scan(consumer, partitions, matches, this::take);
        scan.skipTo(from.minus(Traces.SKEW));
        scan.read(() -> limit(scan, from), () -> false);
        while (scan.remaining() > 0 && (scan.remaining() <= LITTLE || isCallOpen())) {
            int before = scan.found().size();
            scan.read(() -> Scan.FOR_EVER, () -> scan.found().size() > before);
            scan.read(() -> limit(scan, from), () -> false);
        }
    }

    private static Instant limit(Scan scan, Instant from) {
        return scan.found().stream()
                .map(find -> Instant.ofEpochMilli(find.timestamp()))
                .reduce(from, (one, other) -> one.isAfter(other) ? one : other)
                .plus(Traces.WINDOW);
    }

    /** What is met a second time has its body's room already. */
    private Find take(ConsumerRecord<byte[], byte[]> record) {
        Place place = new Place(record.topic(), record.partition(), record.offset());
        return Find.of(record, found.computeIfAbsent(place, each -> steps.of(record, room)), steps);
    }

    /** Whether somebody has taken in a request and has not answered it: then the session goes on, however late. */
    private boolean isCallOpen() {
        return unread().isEmpty()
                && Assembly.unanswered(found.values()).findAny().isPresent();
    }

    /** What its reader has still to take in; what comes of it can't be there yet. */
    private Set<Step> unread() {
        return topics.unread(found.values());
    }

    private Optional<Fate> nextResent() {
        if (letters().findAny().isEmpty()) {
            return Optional.empty();
        }
        fates.putAll(Fates.find(consumer, topics.production(), found::containsKey));
        fates.entrySet()
                .removeIf(fate ->
                        !topics.isSame(fate.getKey().topic(), fate.getValue().topicId()));
        return letters()
                .flatMap(letter -> Stream.ofNullable(fates.get(letter)))
                .filter(fate -> fate.fate().equals(Fate.RESENT) && !followed.contains(fate))
                .findFirst();
    }

    private Stream<Place> letters() {
        return found.entrySet().stream()
                .filter(step -> step.getValue().kind() == Step.Kind.DEAD_LETTER)
                .map(Map.Entry::getKey);
    }
}
