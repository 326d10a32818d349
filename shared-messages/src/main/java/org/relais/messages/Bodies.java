package org.relais.messages;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the JSON bodies of one type: strict where RFC 8259 leaves a choice (no duplicate keys, no unknown
 * fields, no text in place of numbers), and bounded (depth 64, document 1 MiB, names 256, numbers 100 digits).
 *
 * <p>A request that only wraps one record, such as {@link FormationRequest}, may also be written flat, as that record alone.
 *
 * <p>Immutable and safe for use by several threads.
 *
 * @param <T> the body's type
 */
public final class Bodies<T> {

    private static final int MAX_DOCUMENT_BYTES = 1 << 20;

    private static final JsonMapper MAPPER = mapper();

    private static final ClassValue<Bodies<?>> CACHE = new ClassValue<>() {
        @Override
        protected Bodies<?> computeValue(Class<?> type) {
            return new Bodies<>(type);
        }
    };

    private final ObjectReader reader;
    private final ObjectWriter writer;
    private final @Nullable Flat<T> flat;

    private Bodies(Class<T> type) {
        this.reader = MAPPER.readerFor(type);
        this.writer = MAPPER.writerFor(type);
        this.flat = Flat.of(type);
    }

    /**
     * {@return the reader and writer of a type}
     *
     * @param type a record
     * @param <T> the same
     */
    @SuppressWarnings("unchecked")
    public static <T> Bodies<T> of(Class<T> type) {
        return (Bodies<T>) CACHE.get(type);
    }

    /**
     * {@return the body in these bytes}
     *
     * @param json a JSON document in UTF-8
     * @throws InvalidMessageException if it is not JSON or does not fit the type
     */
    public T read(byte @Nullable [] json) {
        if (json == null) {
            throw new InvalidMessageException("the message has no body");
        }
        try {
            return nonNull(reader.readValue(json));
        } catch (IOException e) {
            if (flat != null && flat.looksLike(json)) {
                return flat.read(json);
            }
            throw invalid(e);
        }
    }

    /**
     * {@return the body as compact JSON in UTF-8}
     *
     * @param body what to write
     */
    public byte[] write(T body) {
        try {
            return writer.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a body that can't be written as JSON: " + body.getClass(), e);
        }
    }

    private static <V> V nonNull(@Nullable V value) {
        if (value == null) {
            throw new InvalidMessageException("the message's body is null");
        }
        return value;
    }

    private static InvalidMessageException invalid(IOException failure) {
        if (failure.getCause() instanceof InvalidMessageException cause) {
            return cause;
        }
        if (failure instanceof UnrecognizedPropertyException unknown) {
            return new InvalidMessageException("field '" + path(unknown) + "' is unknown", failure);
        }
        if (failure instanceof MismatchedInputException mismatch) {
            return new InvalidMessageException(mismatch(mismatch), failure);
        }
        if (failure instanceof JsonMappingException mapping
                && !mapping.getPath().isEmpty()) {
            return new InvalidMessageException("field '" + path(mapping) + "' can't be read", failure);
        }
        return new InvalidMessageException("not acceptable JSON: " + syntax(failure), failure);
    }

    private static String mismatch(MismatchedInputException failure) {
        String field = failure.getPath().isEmpty() ? "the body" : "field '" + path(failure) + '\'';
        Class<?> target = failure.getTargetType();
        return field + " must be " + (target == null ? "of another type" : Kinds.describe(target));
    }

    private static String path(JsonMappingException failure) {
        return failure.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining("."));
    }

    /** The parser's complaint without its second line, which names our sources; the parser quotes no more than a character. */
    private static String syntax(IOException failure) {
        if (!(failure instanceof JsonProcessingException json)) {
            return String.valueOf(failure.getMessage());
        }
        String message = json.getOriginalMessage().lines().findFirst().orElse("");
        return json.getLocation() == null
                ? message
                : message + " at byte " + json.getLocation().getByteOffset();
    }

    private static JsonMapper mapper() {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(64)
                        .maxDocumentLength(MAX_DOCUMENT_BYTES)
                        .maxNameLength(256)
                        .maxNumberLength(100)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        return JsonMapper.builder(factory)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
                .withCoercionConfig(LogicalType.Textual, text -> {
                    text.setCoercion(CoercionInputShape.Integer, CoercionAction.Fail);
                    text.setCoercion(CoercionInputShape.Float, CoercionAction.Fail);
                    text.setCoercion(CoercionInputShape.Boolean, CoercionAction.Fail);
                })
                .build();
    }

    /** The short form of a body that only wraps one record. */
    private static final class Flat<T> {

        private final RecordComponent wrapped;
        private final ObjectReader reader;
        private final ObjectReader tree = MAPPER.reader();
        private final ObjectReader whole;

        private Flat(Class<T> type, RecordComponent wrapped) {
            this.wrapped = wrapped;
            this.reader = MAPPER.readerFor(wrapped.getType());
            this.whole = MAPPER.readerFor(type);
        }

        static <T> @Nullable Flat<T> of(Class<T> type) {
            RecordComponent[] components = type.getRecordComponents();
            boolean wraps = components != null
                    && components.length == 1
                    && components[0].getType().isRecord();
            return wraps ? new Flat<>(type, components[0]) : null;
        }

        /** {@return whether these bytes are an object with fields, none of which is that of the full form} */
        boolean looksLike(byte[] json) {
            try {
                JsonNode node = tree.readTree(json);
                return node.isObject() && !node.isEmpty() && !node.has(wrapped.getName());
            } catch (IOException e) {
                return false; // the full form's complaint is as good
            }
        }

        T read(byte[] json) {
            try {
                reader.readValue(json);
                JsonNode body = MAPPER.createObjectNode().set(wrapped.getName(), tree.readTree(json));
                return nonNull(whole.readValue(body));
            } catch (IOException e) {
                throw invalid(e);
            }
        }
    }
}
