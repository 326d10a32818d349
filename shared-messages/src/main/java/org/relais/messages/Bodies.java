package org.relais.messages;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.type.LogicalType;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes the JSON bodies of one type: strict where RFC 8259 leaves a choice (no duplicate keys, no halves of surrogate pairs, no
 * unknown fields, no text in place of numbers), and bounded (depth 64, document 1 MiB, names 256 bytes, numbers 100 digits).
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
    private static final ObjectReader TREES = MAPPER.reader();

    private static final ClassValue<Bodies<?>> CACHE = new ClassValue<>() {
        @Override
        protected Bodies<?> computeValue(Class<?> type) {
            return new Bodies<>(type);
        }
    };

    private final Class<T> type;
    private final ObjectReader reader;
    private final ObjectWriter writer;
    private final @Nullable Flat<T> flat;

    private Bodies(Class<T> type) {
        this.type = type;
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
        requireAcceptable(json);
        try {
            return nonNull(reader.readValue(json));
        } catch (IOException e) {
            return readFlat(json, e);
        }
    }

    /** What can't be read as it should be is looked at more closely: it may be the short form. */
    private T readFlat(byte[] json, IOException failure) {
        if (failure instanceof StreamConstraintsException || failure.getCause() instanceof StreamConstraintsException) {
            throw overLimit(json, failure);
        }
        JsonNode root = tree(json);
        if (flat != null && root != null && flat.fits(root)) {
            return flat.read(json, root);
        }
        throw Complaint.of(failure, type, root);
    }

    private static InvalidMessageException overLimit(byte[] json, IOException failure) {
        try (JsonParser parser = MAPPER.createParser(json)) {
            return Complaint.ofLimit(failure, parser);
        } catch (IOException e) {
            return Complaint.of(failure, Object.class, null); // it is no JSON either, further on
        }
    }

    private static @Nullable JsonNode tree(byte[] json) {
        try {
            return TREES.readTree(json);
        } catch (IOException | NumberFormatException e) {
            return null; // no JSON, or an exponent beyond all bounds: the failure at hand says so better
        }
    }

    private static void requireAcceptable(byte[] json) {
        if (json.length > MAX_DOCUMENT_BYTES) {
            throw new InvalidMessageException("not acceptable JSON: longer than " + MAX_DOCUMENT_BYTES + " bytes");
        }
        if (isWide(json)) {
            throw new InvalidMessageException("not acceptable JSON: not in UTF-8");
        }
        Unicode.require(json);
    }

    /** Jackson would read UTF-16 and UTF-32 as well; nobody else in the production would. */
    private static boolean isWide(byte[] json) {
        return json.length > 1 && (json[0] == 0 || json[1] == 0);
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

    private static JsonMapper mapper() {
        JsonFactory factory = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(64)
                        .maxNameLength(256)
                        .maxNumberLength(100)
                        .build())
                .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                .build();
        return JsonMapper.builder(factory)
                .addModule(RealNumbers.module())
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

        /** {@return whether this is an object with fields, none of which is that of the full form} */
        boolean fits(JsonNode root) {
            return root.isObject() && !root.isEmpty() && !root.has(wrapped.getName());
        }

        T read(byte[] json, JsonNode root) {
            try {
                reader.readValue(json);
                JsonNode body = MAPPER.createObjectNode().set(wrapped.getName(), root);
                return nonNull(whole.readValue(body));
            } catch (IOException e) {
                throw Complaint.of(e, wrapped.getType(), root);
            }
        }
    }
}
