package org.relais.rest;

import io.javalin.http.Context;
import java.time.Duration;
import java.util.Collections;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How long a client wants to wait: RFC 7240, the preferences {@code wait} and {@code respond-async}. With both of them it wants the reply if
 * that comes in time (section 4.3). What can't be understood is ignored, and of a preference given twice the first counts, as the RFC demands.
 *
 * @param byDefault how long who says nothing waits
 * @param given how long the client waits; null if it does not say
 * @param respondAsync whether the client takes for an answer that the work goes on
 */
record Prefer(Duration byDefault, @Nullable Duration given, boolean respondAsync) {

    private static final String ASYNC = "respond-async";
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Pattern WAIT = Pattern.compile("wait\\s*=\\s*\"?(\\d{1,6})\"?");

    static Prefer of(Context context, Duration byDefault) {
        Prefer prefer = new Prefer(byDefault, null, false);
        for (String header : Collections.list(context.req().getHeaders("Prefer"))) {
            for (String preference : header.toLowerCase(Locale.ROOT).split(",", -1)) {
                prefer = prefer.with(preference.split(";", 2)[0].trim()); // ours have no parameters
            }
        }
        return prefer;
    }

    /** {@return how long to wait} */
    Duration patience() {
        return given == null ? byDefault : given;
    }

    /** {@return whether not to wait for the reply at all} */
    boolean async() {
        return respondAsync && given == null;
    }

    /** {@return which preferences are followed; empty: none was given} */
    String applied() {
        String waits = given == null ? "" : "wait=" + given.toSeconds();
        return respondAsync ? (waits.isEmpty() ? ASYNC : ASYNC + ", " + waits) : waits;
    }

    /** {@return what is left of it where nothing but the reply is an answer} */
    Prefer forReply() {
        return new Prefer(byDefault, given, false);
    }

    private Prefer with(String preference) {
        if (preference.equals(ASYNC)) {
            return new Prefer(byDefault, given, true);
        }
        Matcher seconds = WAIT.matcher(preference);
        if (given != null || !seconds.matches()) {
            return this;
        }
        Duration wanted = Duration.ofSeconds(Long.parseLong(seconds.group(1)));
        return new Prefer(byDefault, wanted.compareTo(LONGEST) > 0 ? LONGEST : wanted, respondAsync);
    }
}
