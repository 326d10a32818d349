package org.relais.rest;

import io.javalin.http.Context;
import java.util.regex.Pattern;

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

    static boolean flag(Context context, String name) {
        String flag = context.queryParam(name);
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
