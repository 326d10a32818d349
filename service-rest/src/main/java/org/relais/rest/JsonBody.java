package org.relais.rest;

import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.relais.messages.Bodies;
import org.relais.messages.InvalidMessageException;

/** The bodies of requests: bounded, JSON, and of the type that is wanted. Safe for use by several threads. */
final class JsonBody {

    static final int MOST_BYTES = 1 << 20;
    static final int DEEPEST = 50;

    /** A body takes up to four times its size until it is sent, in a heap of 96 MiB. */
    private static final int MOST_BYTES_OF_ALL = 16 << 20;

    private static final Pattern FIELD = Pattern.compile("field '(.*?)'(?::| (?:is|must|has|can't|at) |$)");

    /**
     * Parameters have no meaning for JSON (RFC 8259, section 11); but of another charset nobody should think that it is understood. Each is
     * taken for good: else every one of them would take a place on the stack, and a client may send thousands.
     */
    private static final Pattern JSON = Pattern.compile(
            "application/json\\s*(;\\s*+(charset\\s*=\\s*\"?utf-8\"?\\s*|(?!charset)[^;]*))*+",
            Pattern.CASE_INSENSITIVE);

    private final BodyBudget budget = new BodyBudget(MOST_BYTES_OF_ALL);

    /**
     * {@return the answer to a request with a body, once that is there; completes with a {@link ProblemException} if it is not what is wanted,
     * whose problem names the field}
     *
     * @param how answers, given the body
     */
    <T> CompletableFuture<Response> answer(
            Context context, Class<T> type, Function<T, CompletableFuture<Response>> how) {
        requireJson(context.req());
        BodyReader reader = BodyReader.of(context.req(), MOST_BYTES, budget);
        return reader.body()
                .thenCompose(json -> how.apply(parsed(json, type)))
                .whenComplete((response, failure) -> reader.release());
    }

    private static <T> T parsed(byte[] json, Class<T> type) {
        if (isDeeperThan(DEEPEST, json)) {
            throw Problem.of(400, "the body is nested deeper than " + DEEPEST).exception();
        }
        try {
            return Bodies.of(type).read(json);
        } catch (InvalidMessageException e) {
            throw problem(e).exception();
        }
    }

    static Problem problem(InvalidMessageException failure) {
        String text = String.valueOf(failure.getMessage());
        Matcher field = FIELD.matcher(text);
        return field.find() ? Problem.ofField(field.group(1), text) : Problem.of(400, text);
    }

    private static void requireJson(HttpServletRequest request) {
        String type = request.getContentType();
        String encoding = request.getHeader("Content-Encoding");
        if (type == null || !JSON.matcher(type.trim()).matches()) {
            throw Problem.of(415, "the body must be application/json in UTF-8").exception();
        }
        if (encoding != null && !encoding.toLowerCase(Locale.ROOT).equals("identity")) {
            throw Problem.of(415, "the body must not be encoded").exception();
        }
    }

    /** Counts brackets outside of strings: what is not JSON at all the parser says better. */
    static boolean isDeeperThan(int limit, byte[] json) {
        int depth = 0;
        boolean inString = false;
        for (int i = 0; i < json.length; i++) {
            byte each = json[i];
            if (inString) {
                i += each == '\\' ? 1 : 0;
                inString = each != '"';
            } else if (each == '"') {
                inString = true;
            } else if (each == '{' || each == '[') {
                if (++depth > limit) {
                    return true;
                }
            } else if (each == '}' || each == ']') {
                depth--;
            }
        }
        return false;
    }

    /** {@return a value that must be there} */
    static <T> T required(@Nullable T value, String field) {
        if (value == null) {
            throw Problem.ofField(field, "field '" + field + "' is missing").exception();
        }
        return value;
    }
}
