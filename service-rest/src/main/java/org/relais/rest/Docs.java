package org.relais.rest;

import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Properties;

/** The description of the service and the page to try it: all of it from our own jars, since there may be no internet. Immutable. */
final class Docs {

    private static final String UI = "META-INF/maven/org.webjars/swagger-ui/pom.properties";
    private static final Map<String, String> TYPES = Map.of(
            "swagger-ui.css", "text/css",
            "swagger-ui-bundle.js", "text/javascript",
            "favicon-32x32.png", "image/png");

    private final byte[] description = own("openapi.json");
    private final byte[] page = own("docs.html");
    private final byte[] script = own("docs.js");
    private final String ui = "META-INF/resources/webjars/swagger-ui/" + version() + '/';

    /** {@return what OpenAPI 3.1 says of this service} */
    Response description() {
        return new Response(200, "application/json", description);
    }

    Response page() {
        return new Response(200, "text/html; charset=utf-8", page)
                .with(
                        "Content-Security-Policy",
                        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:");
    }

    Response file(Context context) {
        String name = context.pathParam("file");
        if (name.equals("docs.js")) {
            return new Response(200, "text/javascript", script);
        }
        String type = TYPES.get(name);
        return type == null
                ? Problem.of(404, "there is nothing here; see /docs").response()
                : new Response(200, type, bytes(ui + name));
    }

    private static byte[] own(String name) {
        return bytes("org/relais/rest/" + name);
    }

    private static String version() {
        Properties properties = new Properties();
        try {
            properties.load(new java.io.StringReader(new String(bytes(UI), StandardCharsets.ISO_8859_1)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties.getProperty("version");
    }

    private static byte[] bytes(String resource) {
        try (InputStream in = Docs.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not in our jars");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
