package org.relais.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Checks answers against the service's own description: the status must be described, and the body must be as described. */
final class OpenApi {
    private static final String BASE = "https://relais/openapi.json";

    private final JsonNode document;
    private final SchemaRegistry schemas;

    OpenApi(String document) throws IOException {
        this.document = new ObjectMapper().readTree(document);
        this.schemas = SchemaRegistry.withDefaultDialect(
                Dialects.getOpenApi31(), builder -> builder.schemas(Map.of(BASE, document)));
    }

    /** Checks one answer to a request. */
    void check(String method, String path, HttpResponse<String> answer) {
        String request = method + ' ' + path + " -> " + answer.statusCode();
        Optional<String> route = route(path);
        if (route.isEmpty()
                || document.at(pointer("paths", route.get(), method.toLowerCase(Locale.ROOT)))
                        .isMissingNode()) {
            assertThat(answer.statusCode()).as("undescribed %s", request).isIn(204, 404, 405);
            return;
        }
        String responses = pointer("paths", route.get(), method.toLowerCase(Locale.ROOT), "responses");
        String response = followed(responses + '/' + answer.statusCode());
        assertThat(document.at(response).isMissingNode())
                .as("undescribed %s", request)
                .isFalse();
        document.at(response)
                .path("headers")
                .fieldNames()
                .forEachRemaining(header -> checkHeader(request, header, answer));
        checkBody(request, response + "/content", answer);
    }

    /** What may be absent says so in its description. */
    private static void checkHeader(String request, String header, HttpResponse<String> answer) {
        boolean optional = List.of("Link", "Preference-Applied").contains(header);
        assertThat(optional || answer.headers().firstValue(header).isPresent())
                .as("%s has the header %s", request, header)
                .isTrue();
    }

    private void checkBody(String request, String content, HttpResponse<String> answer) {
        if (document.at(content).isMissingNode()) {
            assertThat(answer.body()).as(request).isEmpty();
            return;
        }
        String type = answer.headers().firstValue("Content-Type").orElse("").replaceFirst(";.*", "");
        String schema = content + '/' + escaped(type) + "/schema";
        assertThat(document.at(schema).isMissingNode())
                .as("%s with undescribed type %s", request, type)
                .isFalse();
        if (type.endsWith("json")) {
            List<Error> errors = schema(schema).validate(answer.body(), InputFormat.JSON);
            assertThat(errors).as("%s: %s", request, answer.body()).isEmpty();
        }
    }

    private Schema schema(String pointer) {
        return schemas.getSchema(SchemaLocation.of(BASE + '#' + pointer));
    }

    private String followed(String pointer) {
        String reference = document.at(pointer).path("$ref").asText();
        return reference.isEmpty() ? pointer : reference.substring(1);
    }

    private Optional<String> route(String path) {
        String plain = path.replaceFirst("\\?.*", "").replaceFirst("(.)/$", "$1");
        for (Map.Entry<String, JsonNode> each : document.path("paths").properties()) {
            if (plain.matches(Objects.requireNonNull(each.getKey()).replaceAll("\\{[a-z]+}", "[^/]+"))) {
                return Optional.of(each.getKey());
            }
        }
        return Optional.empty();
    }

    private static String pointer(String... steps) {
        StringBuilder pointer = new StringBuilder();
        for (String step : steps) {
            pointer.append('/').append(escaped(step));
        }
        return pointer.toString();
    }

    private static String escaped(String step) {
        return step.replace("~", "~0").replace("/", "~1");
    }
}
