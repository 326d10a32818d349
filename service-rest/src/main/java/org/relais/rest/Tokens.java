package org.relais.rest;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.relais.messages.Sha256;

/** Lets in who has a token (RFC 6750); everybody where there are none. Only their hashes are known here. Immutable. */
final class Tokens {

    private static final String SCHEME = "Bearer ";

    private final List<byte[]> hashes;

    Tokens(List<String> hashes) {
        this.hashes = hashes.stream().map(HexFormat.of()::parseHex).toList();
    }

    /**
     * Checks a request.
     *
     * @throws ProblemException if it has no token that is let in
     */
    void check(Context context) {
        if (!hashes.isEmpty() && !isKnown(context.req().getHeader("Authorization"))) {
            context.header("WWW-Authenticate", "Bearer");
            throw Problem.of(401, "a bearer token is needed").exception();
        }
    }

    private boolean isKnown(@org.jspecify.annotations.Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return false;
        }
        String token = authorization.substring(SCHEME.length()).trim();
        byte[] hash = Sha256.of(token.getBytes(StandardCharsets.UTF_8));
        boolean known = false;
        for (byte[] each : hashes) {
            known |= MessageDigest.isEqual(each, hash);
        }
        return known;
    }
}
