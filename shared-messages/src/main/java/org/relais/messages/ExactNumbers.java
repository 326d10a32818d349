package org.relais.messages;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import java.io.IOException;
import java.math.BigDecimal;

/**
 * Reads exact decimals: JSON numbers, each digit as it stands there, and nothing else. Jackson's own reader would take text as well, and
 * quotes an exponent that is out of bounds in its complaint.
 */
final class ExactNumbers extends StdScalarDeserializer<BigDecimal> {

    private static final long serialVersionUID = 1L;

    ExactNumbers() {
        super(BigDecimal.class);
    }

    @Override
    public BigDecimal deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        JsonToken token = parser.currentToken();
        if (token != JsonToken.VALUE_NUMBER_FLOAT && token != JsonToken.VALUE_NUMBER_INT) {
            return (BigDecimal) context.handleUnexpectedToken(handledType(), parser);
        }
        try {
            return new BigDecimal(parser.getText());
        } catch (NumberFormatException e) {
            throw new InvalidMessageException("a number's exponent is out of bounds", e);
        }
    }
}
