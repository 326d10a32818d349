package org.relais.messages;

import java.util.regex.Pattern;

/**
 * Takes out of text what others must not read: the text of a failure may quote whatever some library was given. Nobody of ours puts secrets
 * there; this is for what nobody thought of, where text leaves a process: in logs, error replies, dead letters and the status.
 */
public final class Discreet {

    /** Cheap to look for, and without one of them there is nothing to hide. */
    private static final Pattern SUSPICIOUS = Pattern.compile("jdbc:|://|[=:]");

    private static final Pattern JDBC_URL = Pattern.compile("jdbc:[^\\s\"'<>]+");
    private static final Pattern USER_INFO = Pattern.compile("(?<=://)[^\\s/\"']+@");
    private static final Pattern NAMED = Pattern.compile(
            "(?i)((?:password|passwd|pwd|passphrase|secret|tokens?|api[-_.]?key|jaas[-_.]?config)[\"']?\\s*[=:]\\s*)"
                    + "(\"[^\"]*\"|'[^']*'|[^\\s,;&)}\\]]+)");
    private static final Pattern BEARER = Pattern.compile("(?i)(\\b(?:bearer|basic)\\s+)[A-Za-z0-9+/._~=-]{8,}");

    private Discreet() {}

    /**
     * {@return the text without JDBC URLs, without user and password in other URLs, and without what follows the name of a secret}
     *
     * @param text from wherever
     */
    public static String of(String text) {
        if (!SUSPICIOUS.matcher(text).find() && !BEARER.matcher(text).find()) {
            return text;
        }
        String discreet = JDBC_URL.matcher(text).replaceAll("jdbc:***");
        discreet = USER_INFO.matcher(discreet).replaceAll("***@");
        discreet = NAMED.matcher(discreet).replaceAll("$1***");
        return BEARER.matcher(discreet).replaceAll("$1***");
    }
}
