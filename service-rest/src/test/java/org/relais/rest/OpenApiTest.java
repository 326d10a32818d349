package org.relais.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.dialect.Dialects;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The description is OpenAPI 3.1, and describes what there is. */
final class OpenApiTest {

    private static final Set<String> METHODS = Set.of("get", "post", "put", "delete");

    @Test
    void isOpenApi31() throws IOException {
        Schema openapi = SchemaRegistry.withDialect(Dialects.getDraft202012())
                .getSchema(text("openapi-3.1-schema.json"), InputFormat.JSON);
        List<Error> errors = openapi.validate(text("openapi.json"), InputFormat.JSON);
        assertThat(errors).isEmpty();
    }

    @Test
    void describesEachRouteAndNoOther() throws IOException {
        Map<String, Set<String>> described = new TreeMap<>();
        document().path("paths").properties().forEach(path -> {
            Set<String> methods = new TreeSet<>();
            path.getValue().fieldNames().forEachRemaining(name -> {
                if (METHODS.contains(name)) {
                    methods.add(name.toUpperCase(Locale.ROOT));
                }
            });
            described.put(path.getKey(), methods);
        });
        assertThat(described).isEqualTo(routes());
    }

    @Test
    void namesTheVersionOfTheBuild() throws IOException {
        assertThat(document().at("/info/version").asText()).matches("\\d+\\.\\d+\\.\\d+.*");
    }

    private static Map<String, Set<String>> routes() {
        RestSettings settings =
                new RestSettings("127.0.0.1", 0, Duration.ofSeconds(1), 1, null, Duration.ofHours(1), 1);
        Map<String, Set<String>> routes = new TreeMap<>();
        try (Server server = Server.start(settings, new FakeRequester())) {
            server.routes().table().forEach((path, methods) -> {
                Set<String> plain = new TreeSet<>(methods);
                plain.remove("HEAD");
                routes.put(path, plain);
            });
        }
        routes.remove("/docs/{file}"); // what the page needs
        return routes;
    }

    private static JsonNode document() throws IOException {
        return new ObjectMapper().readTree(text("openapi.json"));
    }

    private static String text(String name) throws IOException {
        try (InputStream in = OpenApiTest.class.getResourceAsStream(name)) {
            return new String(Objects.requireNonNull(in).readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        }
    }
}
