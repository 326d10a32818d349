package org.relais.messages;

import org.jspecify.annotations.Nullable;

/**
 * The body of a reply with status {@code error}.
 *
 * @param error the reason, for people; one line, without secrets
 * @param errorClass the kind of failure, for programs, e.g. {@code rejected} or {@code expired}
 */
public record Failure(@Nullable String error, @Nullable String errorClass) {}
