package org.relais.launcher;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.relais.messages.Clock;
import org.relais.messages.DeadLetter;
import org.relais.messages.Envelope;
import org.relais.messages.HeaderName;
import org.relais.messages.Ids;
import org.relais.messages.Place;
import org.relais.messages.Topic;

/** Makes the message that is sent in place of a dead letter. */
final class Resending {
    private final String production;
    private final Set<String> topics;

    Resending(String production, Set<String> topics) {
        this.production = production;
        this.topics = topics;
    }

    /**
     * The original record, on the same partition number. What is resent by somebody who looked at it has no deadline any more, and
     * belongs to the session it belonged to.
     *
     * @param body another body, or null for its own
     * @throws CommandFailed if there is nothing that could be sent
     */
    ProducerRecord<byte[], byte[]> of(Letter letter, byte @Nullable [] body) {
        String topic = topic(letter);
        if (!topics.contains(topic)) return inTheNameOfTheService(letter, body);
        if (body == null && isCut(letter)) {
            throw new CommandFailed(letter.id()
                    + " is only the beginning of a message that is too large: correct it where it comes from, or give the message with"
                    + " --edit @file");
        }
        Headers headers = DeadLetter.original(letter.record().headers());
        headers.remove(HeaderName.DEADLINE.key());
        if (headers.lastHeader(HeaderName.ID.key()) == null && origin(letter) != null) {
            headers.add(HeaderName.ID.key(), letter.step().id().getBytes(StandardCharsets.UTF_8));
        }
        return new ProducerRecord<>(
                topic,
                letter.record().partition(),
                letter.record().key(),
                body == null ? letter.record().value() : body,
                headers);
    }

    /** The session that a message goes on with, or opens. What came without headers goes on with the one that its place gave it. */
    static String session(ProducerRecord<byte[], byte[]> message, Letter letter) {
        Header session = message.headers().lastHeader(HeaderName.SESSION.key());
        return session == null || session.value() == null
                ? letter.session()
                : new String(session.value(), StandardCharsets.UTF_8);
    }

    /** Where it came from: the component's requests, or the replies to its calls. */
    private String topic(Letter letter) {
        String requests = production + "." + letter.component();
        Place origin = origin(letter);
        boolean isReply = origin != null
                && Topic.isForReplies(origin.topic())
                && Topic.component(production, origin.topic()).equals(letter.component());
        return origin != null && isReply ? origin.topic() : requests;
    }

    private static @Nullable Place origin(Letter letter) {
        DeadLetter reason = letter.reason();
        return reason == null ? null : Place.parse(reason.origin());
    }

    private static boolean isCut(Letter letter) {
        DeadLetter reason = letter.reason();
        return reason != null && reason.isCut();
    }

    /** What a service could not read was no message yet: what it should have been opens a session. */
    private ProducerRecord<byte[], byte[]> inTheNameOfTheService(Letter letter, byte @Nullable [] body) {
        Recipient recipient = Recipient.of(letter.component(), null);
        String target = production + "." + recipient.name();
        if (!recipient.source().equals(letter.component()) || !topics.contains(target)) {
            throw new CommandFailed(letter.id() + " can't be resent: there is no topic " + topic(letter));
        }
        if (body == null) {
            throw new CommandFailed(
                    letter.id() + " is what " + letter.component()
                            + " could not read, and no message: correct it where it comes from, or give the message with --edit @file");
        }
        String session = Ids.session();
        String type = String.valueOf(recipient.defaultType());
        Headers headers = Envelope.opening(session, type, letter.component(), new Clock().now())
                .headers();
        byte[] key = recipient.key(type, body, session).getBytes(StandardCharsets.UTF_8);
        return new ProducerRecord<>(target, null, key, body, headers);
    }
}
