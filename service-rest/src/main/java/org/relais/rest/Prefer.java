package org.relais.rest;

import io.javalin.http.Context;
import java.time.Duration;
import java.util.Collections;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long a client wants to wait: RFC 7240, the preferences {@code wait} and {@code respond-async}. What can't be understood is ignored, as
 * the RFC demands.
 *
 * @param patience how long
 * @param async whether not to wait for the reply at all
 * @param applied which preferences are followed; empty: none was given
 */
record Prefer(Duration patience, boolean async, String applied) {

    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final Pattern WAIT = Pattern.compile("wait\\s*=\\s*\"?(\\d{1,6})\"?");

    static Prefer of(Context context, Duration byDefault) {
        Prefer prefer = new Prefer(byDefault, false, "");
        for (String header : Collections.list(context.req().getHeaders("Prefer"))) {
            for (String preference : header.toLowerCase(Locale.ROOT).split("[,;]", -1)) {
                prefer = prefer.with(preference.trim());
            }
        }
        return prefer;
    }

    private Prefer with(String preference) {
        if (preference.equals("respond-async")) {
            return new Prefer(patience, true, "respond-async");
        }
        Matcher seconds = WAIT.matcher(preference);
        if (!seconds.matches()) {
            return this;
        }
        Duration wanted = Duration.ofSeconds(Long.parseLong(seconds.group(1)));
        Duration granted = wanted.compareTo(LONGEST) > 0 ? LONGEST : wanted;
        return new Prefer(granted, async, async ? applied : "wait=" + granted.toSeconds());
    }
}
