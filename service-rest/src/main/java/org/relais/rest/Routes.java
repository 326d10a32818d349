package org.relais.rest;

import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Which requests there are. Whatever is none of them is told so: 404, or 405 with what is allowed. Used by one thread until it is installed. */
final class Routes {

    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT");

    private final Map<String, Map<String, Handler>> byPath = new LinkedHashMap<>();

    Routes add(String method, String path, Handler handler) {
        Map<String, Handler> methods = byPath.computeIfAbsent(path, unused -> new LinkedHashMap<>());
        methods.put(method, handler);
        if (method.equals("GET")) {
            methods.put("HEAD", handler); // the server leaves the body out
        }
        return this;
    }

    void install(JavalinConfig config) {
        byPath.forEach((path, methods) -> methods.forEach(
                (method, handler) -> config.routes.addHttpHandler(HandlerType.findOrCreate(method), path, handler)));
    }

    /** {@return the paths with their methods, as the table has them} */
    Map<String, Set<String>> table() {
        Map<String, Set<String>> table = new LinkedHashMap<>();
        byPath.forEach((path, methods) -> table.put(path, methods.keySet()));
        return table;
    }

    /** {@return the path of the table that a request is for; {@code none} if there is no such} */
    String of(Context context) {
        return byPath.keySet().stream()
                .filter(path -> matches(path, context.path()))
                .findFirst()
                .orElse("none");
    }

    static boolean isKnownMethod(Context context) {
        return METHODS.contains(context.req().getMethod());
    }

    /** Answers a request for which there is no route. */
    void none(Context context) {
        Set<String> allowed = allowed(context.path());
        if (allowed.isEmpty()) {
            Problem.of(404, "there is nothing here; see /docs").response().write(context);
        } else if (context.req().getMethod().equals("OPTIONS")) {
            Response.empty(204).with("Allow", String.join(", ", allowed)).write(context);
        } else {
            Problem.of(405, "only " + String.join(", ", allowed) + " can be done here")
                    .response()
                    .with("Allow", String.join(", ", allowed))
                    .write(context);
        }
    }

    private Set<String> allowed(String path) {
        List<String> allowed = new ArrayList<>();
        byPath.forEach((route, methods) -> {
            if (matches(route, path)) {
                allowed.addAll(methods.keySet());
            }
        });
        Set<String> sorted = new TreeSet<>(allowed);
        if (!sorted.isEmpty()) {
            sorted.add("OPTIONS");
        }
        return sorted;
    }

    private static boolean matches(String route, String path) {
        String plain = path.length() > 1 && path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        String quoted = "\\Q" + route.replaceAll("\\{[a-z]+}", "\\\\E[^/]+\\\\Q") + "\\E";
        return Pattern.matches(quoted, plain);
    }
}
