package org.relais.rest;

import io.javalin.http.Context;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the parameters of a request's address. */
final class Parameters {

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,19}");

    private Parameters() {}

    static long number(String name, String text, long least, long most) {
        try {
            long number = NUMBER.matcher(text).matches() ? Long.parseLong(text) : notANumber();
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw wrong(name, least, most);
        }
        throw wrong(name, least, most);
    }

    /**
     * {@return the first value that the query has for the name, decoded; null if it has none}
     *
     * <p>Javalin's own way goes by the charset of a body that need not be there, fails if that is not written well, and leaves out what it
     * can't decode: a client with a broken {@code after} would get the first page again and again.
     */
    static @Nullable String value(Context context, String name) {
        String query = context.req().getQueryString();
        for (String parameter : query == null ? new String[0] : query.split("&", -1)) {
            String[] parts = parameter.split("=", 2);
            if (decoded(parts[0], name).equals(name)) {
                return parts.length == 1 ? "" : decoded(parts[1], name);
            }
        }
        return null;
    }

    private static String decoded(String text, String name) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw Problem.ofField(name, "the query can't be decoded: % must be followed by two hexadecimal digits")
                    .exception();
        }
    }

    static boolean flag(Context context, String name) {
        String flag = value(context, name);
        if (flag == null || flag.equals("false")) {
            return false;
        }
        if (flag.equals("true")) {
            return true;
        }
        throw Problem.ofField(name, "parameter '" + name + "' must be true or false")
                .exception();
    }

    private static long notANumber() {
        throw new NumberFormatException();
    }

    private static ProblemException wrong(String name, long least, long most) {
        String range = least == Long.MIN_VALUE ? "of at most 64 bits" : "from " + least + " to " + most;
        return Problem.ofField(name, "parameter '" + name + "' must be a whole number " + range)
                .exception();
    }
}
