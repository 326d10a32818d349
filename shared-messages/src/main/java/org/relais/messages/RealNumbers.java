package org.relais.messages;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/** Reads real numbers that are numbers: Jackson's own reader takes the text {@code "NaN"} whatever it is told, and 1e999 as infinite. */
final class RealNumbers extends StdScalarDeserializer<Double> {

    private static final long serialVersionUID = 1L;

    private RealNumbers(Class<Double> type) {
        super(type);
    }

    static SimpleModule module() {
        return new SimpleModule("real-numbers")
                .addDeserializer(Double.class, new RealNumbers(Double.class))
                .addDeserializer(double.class, new RealNumbers(double.class))
                .addDeserializer(BigDecimal.class, new ExactNumbers());
    }

    @Override
    public Double deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        JsonToken token = parser.currentToken();
        double number = token == JsonToken.VALUE_NUMBER_FLOAT || token == JsonToken.VALUE_NUMBER_INT
                ? parser.getDoubleValue()
                : Double.NaN;
        return Double.isFinite(number) ? number : (Double) context.handleUnexpectedToken(handledType(), parser);
    }

    @Override
    public @Nullable Double getNullValue(DeserializationContext context)
            throws com.fasterxml.jackson.databind.JsonMappingException {
        return handledType() == double.class ? context.reportInputMismatch(this, "null is no number") : null;
    }
}
