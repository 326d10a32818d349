package org.relais.endtoend;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A place in the code where a JVM halts, as SIGKILL at that very moment would have it: no shutdown hook, no flush. Byteman does that
 * from outside, so our code knows nothing of it.
 *
 * @param className where
 * @param method where, with its parameters if there are others of the name
 * @param place in Byteman's words, e.g. {@code AT EXIT}
 * @param time at which passing of the place
 */
public record CrashPoint(String className, String method, String place, int time) {
    /** The exit code that tells a crash of ours from any other end. */
    public static final int EXIT_CODE = 86;

    private Path write(Path folder) throws IOException {
        return Files.writeString(folder.resolve("crash.btm"), rule());
    }

    private String rule() {
        return """
                RULE crash
                CLASS %s
                METHOD %s
                %s
                IF incrementCounter("passed") == %d
                DO killJVM(%d)
                ENDRULE
                """.formatted(className, method, place, time, EXIT_CODE);
    }

    /** What makes a JVM halt there. */
    List<String> options(Path folder) throws IOException {
        return List.of("-javaagent:" + agent() + "=script:" + write(folder));
    }

    /** The jar of the agent. */
    public static Path agent() {
        try {
            return Path.of(org.jboss.byteman.agent.Main.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
