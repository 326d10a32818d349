package org.relais.messages;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.exc.InputCoercionException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says in one line what is wrong with a body: names the field, and never quotes a value. */
final class Complaint {

    private static final Pattern QUOTED_TOKEN = Pattern.compile("token '[^']*'(: was expecting.*)?");
    private static final Pattern START_MARKER = Pattern.compile(" \\(start marker at .*]\\)");
    private static final Pattern ADVICE =
            Pattern.compile(": enable `.*|, from `[^`]*`| \\(not recognized as.*| \\(for \\w+ starting at .*");

    private Complaint() {}

    /**
     * {@return what to tell the author of a document}
     *
     * @param failure what the parser said
     * @param type what was expected
     * @param root the document, or null if it is no JSON at all
     */
    static InvalidMessageException of(IOException failure, Class<?> type, @Nullable JsonNode root) {
        String unknown = root == null ? null : unknownField(root, type);
        if (unknown != null) {
            return new InvalidMessageException("field '" + OneLine.of(unknown) + "' is unknown", failure);
        }
        return failure.getCause() instanceof InvalidMessageException cause
                ? named(cause, failure)
                : new InvalidMessageException(OneLine.of(describe(failure)), failure);
    }

    /** A value does not know which field it is in. */
    private static InvalidMessageException named(InvalidMessageException cause, IOException failure) {
        String text = String.valueOf(cause.getMessage());
        String field = failure instanceof JsonMappingException mapping ? path(mapping) : "";
        return text.startsWith("field '") || field.isEmpty()
                ? cause
                : new InvalidMessageException("field '" + OneLine.of(field) + "': " + text, cause);
    }

    /**
     * {@return what to tell the author of a document that is over one of the parser's limits}
     *
     * @param failure what the parser said, which tells neither field nor byte
     * @param parser a parser at the beginning of the document
     */
    static InvalidMessageException ofLimit(IOException failure, JsonParser parser) throws IOException {
        String limit = syntax(failure.getCause() instanceof StreamConstraintsException cause ? cause : failure);
        try {
            while (parser.nextToken() != null) {
                // until it says so again
            }
        } catch (StreamConstraintsException e) {
            boolean isValue = parser.currentToken() == JsonToken.FIELD_NAME;
            String field = parser.getParsingContext().pathAsPointer().toString();
            return new InvalidMessageException(
                    OneLine.of(
                            isValue
                                    ? "field '" + field.substring(1).replace('/', '.') + "': " + limit
                                    : "not acceptable JSON: " + limit + " at byte "
                                            + parser.currentLocation().getByteOffset()),
                    failure);
        }
        return new InvalidMessageException(OneLine.of("not acceptable JSON: " + limit), failure);
    }

    /** The parser tells of an unknown field last: after having missed the field that its author meant. */
    private static @Nullable String unknownField(JsonNode node, Class<?> type) {
        if (type.isRecord() && node.isObject()) {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                RecordComponent component = component(type, field.getKey());
                if (component == null) {
                    return field.getKey();
                }
                String nested = unknownField(field.getValue(), component.getType());
                if (nested != null) {
                    return field.getKey() + '.' + nested;
                }
            }
        }
        return null;
    }

    static @Nullable RecordComponent component(Class<?> type, String name) {
        for (RecordComponent component : type.getRecordComponents()) {
            if (component.getName().equals(name)) {
                return component;
            }
        }
        return null;
    }

    private static String describe(IOException failure) {
        if (failure instanceof UnrecognizedPropertyException unknown) {
            return "field '" + path(unknown) + "' is unknown";
        }
        if (failure instanceof MismatchedInputException mismatch) {
            return mismatch(mismatch);
        }
        if (failure.getCause() instanceof InputCoercionException range
                && failure instanceof JsonMappingException mapping) {
            return "field '" + path(mapping) + "' must be " + Kinds.describe(range.getTargetType());
        }
        if (failure instanceof JsonMappingException && failure.getCause() instanceof JsonProcessingException parsing) {
            return describe(parsing);
        }
        if (failure instanceof JsonMappingException mapping
                && !mapping.getPath().isEmpty()) {
            return "field '" + path(mapping) + "' can't be read";
        }
        return "not acceptable JSON: " + syntax(failure);
    }

    private static String mismatch(MismatchedInputException failure) {
        String message = failure.getOriginalMessage();
        if (message.startsWith("No content")) {
            return "not acceptable JSON: there is none";
        }
        if (message.startsWith("Trailing token")) {
            return "not acceptable JSON: something follows the document";
        }
        String field = failure.getPath().isEmpty() ? "the body" : "field '" + path(failure) + '\'';
        Class<?> target = failure.getTargetType();
        return field + " must be " + (target == null ? "of another type" : Kinds.describe(target));
    }

    private static String path(JsonMappingException failure) {
        return failure.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining("."));
    }

    /** The parser's complaint without its second line, which names our sources, and without the text it stumbled over. */
    private static String syntax(IOException failure) {
        if (!(failure instanceof JsonProcessingException json)) {
            return String.valueOf(failure.getMessage());
        }
        String message = json.getOriginalMessage().lines().findFirst().orElse("");
        String brief = ADVICE.matcher(message).replaceAll("");
        String discreet = START_MARKER
                .matcher(QUOTED_TOKEN.matcher(brief).replaceAll("token"))
                .replaceAll("");
        return json.getLocation() == null
                ? discreet
                : discreet + " at byte " + json.getLocation().getByteOffset();
    }
}
