package org.relais.rest;

import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
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

    /** {@return what tells the owner of a request's token, which is let in, from the others; empty where everybody is} */
    String owner(Context context) {
        String authorization = context.req().getHeader("Authorization");
        return hashes.isEmpty() || authorization == null ? "" : HexFormat.of().formatHex(hash(authorization));
    }

    private boolean isKnown(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return false;
        }
        byte[] hash = hash(authorization);
        boolean known = false;
        for (byte[] each : hashes) {
            known |= MessageDigest.isEqual(each, hash);
        }
        return known;
    }

    private static byte[] hash(String authorization) {
        String token = authorization.substring(SCHEME.length()).trim();
        return Sha256.of(token.getBytes(StandardCharsets.UTF_8));
    }
}
