package org.relais.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.relais.messages.DeadLetter;
import org.relais.messages.Fate;
import org.relais.messages.InvalidMessageException;
import org.relais.messages.Place;
import org.relais.messages.Topic;
import org.relais.messages.trace.Step;

/**
 * A dead letter as people handle it.
 *
 * @param component whose it is
 * @param record as it is in its topic
 * @param step what it says
 * @param session the session it belongs to
 * @param fate what became of it; null while it is open
 */
record Letter(
        String component,
        ConsumerRecord<byte[], byte[]> record,
        Step step,
        String session,
        @Nullable Fate fate) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Short enough to be typed: {@code training-operation/2@15}. */
    String id() {
        return component + "/" + record.partition() + "@" + record.offset();
    }

    /** {@return the place that an id names, or null if it is none} */
    static @Nullable Place place(String production, String id) {
        Place place = Place.parse(id);
        if (place == null) return null;
        String component = Topic.component(production, place.topic());
        return new Place(deadLetters(production, component), place.partition(), place.offset());
    }

    static String deadLetters(String production, String component) {
        return new Topic<>(component, Object.class, Object.class).deadLettersIn(production);
    }

    Place place() {
        return new Place(record.topic(), record.partition(), record.offset());
    }

    String status() {
        return fate == null ? Step.OPEN : fate.fate();
    }

    /** What became of a letter, for people. */
    static String tell(Fate fate) {
        String to = fate.resentAs() == null ? "" : " as " + fate.resentAs();
        return fate.fate() + to + " at " + fate.time() + " by " + fate.by() + (fate.edited() ? ", edited" : "");
    }

    /** What its headers say of the failure, if they can be read. */
    @Nullable
    DeadLetter reason() {
        try {
            return DeadLetter.read(record.headers());
        } catch (InvalidMessageException somebodysOwnHeaders) {
            return null;
        }
    }

    String error() {
        return step.error() == null ? "" : step.error();
    }

    /** What can be selected by: of the letter itself, else of the body. Null if there is no such field. */
    @Nullable
    String field(String name) {
        DeadLetter reason = reason();
        return switch (name) {
            case "id" -> id();
            case "component" -> component;
            case "session" -> session;
            case "type" -> step.type();
            case "error" -> step.error();
            case "class" -> reason == null ? null : reason.errorClass();
            case "origin" -> reason == null ? null : reason.origin();
            default -> inBody(name.startsWith("body.") ? name.substring("body.".length()) : name);
        };
    }

    private @Nullable String inBody(String path) {
        JsonNode node = step.body().at("/" + path.replace('.', '/'));
        return node.isMissingNode() ? null : node.isValueNode() ? node.asText() : node.toString();
    }

    ObjectNode json() {
        DeadLetter reason = reason();
        ObjectNode json = JSON.createObjectNode().put("id", id()).put("status", status());
        json.put("component", component).put("session", session).put("message", step.id());
        json.put("type", step.type()).put("failed_at", step.time()).put("error", error());
        if (reason != null) {
            json.put("class", reason.errorClass())
                    .put("origin", reason.origin())
                    .put("attempts", reason.attempts());
        }
        json.set("body", step.body());
        if (fate != null) json.set("fate", JSON.valueToTree(fate));
        return json;
    }
}
