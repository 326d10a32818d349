package org.relais.runtime;

import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** Reads continuations for tests outside the runtime. */
public final class Continuations {

    private Continuations() {}

    /** {@return what a continuation says, in one line: the request, its body, the answers, and who is to answer next} */
    public static String describe(byte[] bytes) {
        Continuation continuation = Continuation.decode(bytes);
        Continuation.Request request = continuation.request();
        byte[] body = request.body() == null ? new byte[0] : request.body();
        String answers = continuation.answers().stream()
                .map(answer -> answer.target() + '=' + answer.ok() + ' ' + answer.type() + ' ' + text(answer.body()))
                .collect(Collectors.joining(", "));
        return request.id() + ' ' + request.type() + ' ' + text(body) + " [" + answers + "] " + continuation.pending();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
