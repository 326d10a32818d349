package org.relais.launcher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/** A message's body as it is given on a command line: itself, {@code @file}, or {@code -} for the standard input. */
final class Body {
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private Body() {}

    /**
     * Its bytes, as they are.
     *
     * @throws WrongSettings if it can't be read or is no JSON; whether it fits is for the component to say
     */
    static byte[] read(String given) throws IOException {
        byte[] bytes = bytes(given);
        try {
            if (JSON.readTree(bytes).isMissingNode()) throw new WrongSettings("the body is empty: give JSON");
        } catch (JsonProcessingException e) {
            String reason =
                    e.getOriginalMessage().lines().findFirst().orElse("").replaceFirst(" \\(start marker.*", "");
            throw new WrongSettings("the body is no JSON: " + reason + " (quote it in single quotes for the shell)", e);
        }
        return bytes;
    }

    private static byte[] bytes(String given) throws IOException {
        if (given.equals("-")) return System.in.readAllBytes();
        if (!given.startsWith("@")) return given.getBytes(StandardCharsets.UTF_8);
        try {
            return Files.readAllBytes(Path.of(given.substring(1)));
        } catch (IOException | InvalidPathException e) {
            throw new WrongSettings(given.substring(1) + " can't be read: give a file after @", e);
        }
    }
}
