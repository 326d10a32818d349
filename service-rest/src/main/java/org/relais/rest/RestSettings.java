package org.relais.rest;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.relais.runtime.Gateway;
import org.relais.runtime.Setting;

/** The settings of the service. */
record RestSettings(
        @Setting(
                description =
                        "Address to listen on, e.g. 0.0.0.0; default: 127.0.0.1, which only this machine reaches, or all addresses if there are tokens",
                byDefault = Setting.NONE)
        @Nullable
        String host,

        @Setting(description = "Port to listen on", byDefault = "8081", min = 0, max = 65_535)
        int port,

        @Setting(
                description = "How long a request waits for its reply; then it is answered with 202 and goes on",
                byDefault = "10 s",
                min = 1,
                max = 60_000)
        Duration timeout,

        @Setting(
                description = "Requests that wait at most; further ones are answered with 503",
                byDefault = "1000",
                min = 1,
                max = 100_000)
        int maxInFlight,

        @Setting(
                description =
                        "SHA-256 hashes, in hexadecimal and separated by commas, of the bearer tokens that are let in; default: no token is asked for",
                byDefault = Setting.NONE,
                secret = true)
        @Nullable
        String tokens,

        @Setting(
                key = "keys.remembered",
                description = "How long an Idempotency-Key is remembered",
                byDefault = "24 h",
                min = 1_000,
                max = 2_592_000_000L)
        Duration keysRemembered,

        @Setting(
                key = "keys.most",
                description =
                        "Keys that one copy remembers at most, at 200 bytes each; requests with further ones are answered with 503",
                byDefault = "100000",
                min = 1,
                max = 100_000_000)
        int keysMost) {

    private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

    /** Checks what one setting alone can't show. */
    RestSettings {
        if (tokens != null
                && !split(tokens).stream().allMatch(hash -> HASH.matcher(hash).matches())) {
            throw new IllegalArgumentException(
                    "tokens must be SHA-256 hashes of 64 hexadecimal digits, separated by commas: echo -n TOKEN | sha256sum");
        }
    }

    /** {@return the hashes, in lower case; none: everybody is let in} */
    List<String> tokenHashes() {
        return tokens == null ? List.of() : split(tokens);
    }

    /** {@return where to listen: nobody who needs no token gets in from another machine unless the host is set} */
    String address() {
        if (host != null) {
            return host;
        }
        return tokens == null ? "127.0.0.1" : "0.0.0.0";
    }

    /** {@return how keys are remembered} */
    Gateway.Memory memory() {
        return new Gateway.Memory(keysRemembered, keysMost);
    }

    private static List<String> split(String hashes) {
        return Arrays.stream(hashes.toLowerCase(Locale.ROOT).split(",", -1))
                .map(String::trim)
                .toList();
    }

    /** Without the secrets. */
    @Override
    public String toString() {
        return "RestSettings";
    }
}
