package org.relais.messages;

import org.jspecify.annotations.Nullable;

/**
 * The body of a reply with status {@code error}.
 *
 * @param error the reason, for people; one line, without secrets
 * @param errorClass the kind of failure, for programs, e.g. {@code rejected} or {@code expired}
 * @param origin where the request stands, {@code topic/partition@offset}
 * @param attempts how often it was tried, this time included
 */
public record Failure(
        @Nullable String error,
        @Nullable String errorClass,
        @Nullable String origin,
        int attempts) {}
