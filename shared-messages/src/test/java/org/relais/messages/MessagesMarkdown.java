package org.relais.messages;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;

/** Makes docs/messages.md. */
final class MessagesMarkdown {

    private static final String HEAD = """
            # Messages

            Every message of the formation production: what it is for, its fields, an example. This page and [asyncapi.yaml](asyncapi.yaml) are made
            from the message records and their comments; a test says so when they are not up to date.

            A message's body is JSON and nothing else; what the system needs to know of it stands in headers ([architecture.md](architecture.md#a-message)),
            so that any producer can send one: without headers it is of the topic's first type, and opens a session. Unknown fields are an error. An
            absent field and null are the same. What only wraps one record, such as a `FormationRequest`, may also be written as that record
            alone: `{"id":7,"nom":"n","salle":"s"}`.

            ## JSON

            A body is what [RFC 8259](https://www.rfc-editor.org/rfc/rfc8259) calls a JSON text, an object, in UTF-8: no comments, no trailing commas,
            no `NaN`, nothing behind it. Where the RFC leaves a choice:

            | what | the choice |
            | --- | --- |
            | a name that comes twice in an object, also if one of them is written with escapes | refused |
            | half of a surrogate pair, written as an escape (`"\\uD800"`) | refused: nothing that stores text can keep it. `\\u0000` is taken, but PostgreSQL refuses it |
            | a byte order mark | passed over |
            | depth | at most 64 |
            | size | at most 1 MiB (1,048,576 bytes), and together with its headers what the broker takes |
            | the length of a name | at most 256 bytes in UTF-8 |
            | the length of a number | at most 100 digits, those of its exponent included |
            | whole numbers | no point and no exponent: `3.0` and `3e0` are none. `-0` is 0 |
            | other kinds | `"false"` is no boolean, `"3"` no number, `3` no string, `0` and `""` are not false |
            | names | case counts |

            What is refused becomes a dead letter, or an error reply to whoever waits, with the field or the byte at which reading ended.

            """;

    private MessagesMarkdown() {}

    static String text() {
        StringBuilder text = new StringBuilder(HEAD).append("## Topics\n\n");
        text.append("| topic | read by | takes | replies | what it is for |\n| --- | --- | --- | --- | --- |\n");
        Catalogue.topics().stream()
                .filter(topic -> !Catalogue.reader(topic).isEmpty())
                .forEach(topic -> text.append(row(topic)));
        text.append("""
                | `%s` | service-kafka | a product as JSON | | an outside topic, of this cluster or another one |

                Replies go to the topic that the request's `ce_replyto` names: `%s.<caller>.replies`. What can't be processed goes to
                `<topic>.dead-letters`, as it came. A reply whose `ce_status` is `error` is a [`Failure`](#failure).

                """.formatted(Topics.KAFKA_DEMO, Catalogue.PRODUCTION));
        text.append("## Messages\n");
        Catalogue.messages().forEach(message -> text.append(section(message)));
        return text.append(parts()).toString();
    }

    private static String row(Topic<?, ?> topic) {
        boolean hands = topic.equals(Topics.SERVICE_REST_KEYS);
        return "| `%s` | %s | %s | %s | %s |%n"
                .formatted(
                        topic.in(Catalogue.PRODUCTION),
                        Catalogue.reader(topic),
                        hands ? "any request" : links(topic.requestTypes().keySet()),
                        hands ? "its reply" : links(topic.replyTypes().keySet()),
                        Catalogue.meaning(topic).replace("|", "\\|"));
    }

    private static String links(Iterable<String> types) {
        StringBuilder links = new StringBuilder();
        types.forEach(
                type -> links.append(links.isEmpty() ? "" : ", ").append("[`%s`](#%s)".formatted(type, anchor(type))));
        return links.toString();
    }

    private static String anchor(String heading) {
        return heading.toLowerCase(java.util.Locale.ROOT);
    }

    private static String section(Class<?> message) {
        return "\n### %s\n\n%s\n%s\n```json\n%s\n```\n"
                .formatted(message.getSimpleName(), Javadocs.of(message), table(message), Catalogue.example(message));
    }

    private static String table(Class<?> type) {
        List<RecordComponent> fields = Catalogue.fields(type);
        if (fields.isEmpty()) {
            return "\nIt has no fields.\n";
        }
        return fields.stream()
                .map(field -> "| `%s` | %s | %s |\n"
                        .formatted(
                                field.getName(),
                                kind(field),
                                Javadocs.of(type, field.getName()).replace("|", "\\|")))
                .collect(Collectors.joining("", "\n| field | type | meaning |\n| --- | --- | --- |\n", ""));
    }

    /** The records that are parts of messages. */
    private static String parts() {
        return "\n## Parts of messages\n\n### Formation\n\n" + Javadocs.of(Formation.class) + "\n"
                + table(Formation.class) + "\n### Training\n\n" + Javadocs.of(Training.class) + "\n"
                + table(Training.class);
    }

    private static String kind(RecordComponent field) {
        Class<?> type = field.getType();
        if (type.isRecord()) {
            return "[`%s`](#%s)".formatted(type.getSimpleName(), anchor(type.getSimpleName()));
        }
        if (field.getGenericType() instanceof ParameterizedType list) {
            String element = ((Class<?>) list.getActualTypeArguments()[0]).getSimpleName();
            return "list of [`%s`](#%s)".formatted(element, anchor(element));
        }
        return type == BigDecimal.class ? "an exact decimal, at most two digits after the point" : Kinds.describe(type);
    }
}
