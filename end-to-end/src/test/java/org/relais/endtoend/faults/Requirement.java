package org.relais.endtoend.faults;

import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What some tests take that not every machine has. Without it a test is skipped with a word, or fails where a full run is asked for (CI=true). */
public final class Requirement {

    private Requirement() {}

    /** Mounting file systems takes root, and more than some containers give it. */
    static void mounts(Path folder) throws IOException {
        Path probe = Files.createDirectory(folder.resolve("probe"));
        if (!Command.succeeds("mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", probe.toString())) {
            untested("file systems can't be mounted here (that takes root)");
        }
        Command.run("umount", probe.toString());
    }

    /** Loop devices, beside root. */
    static void loopDevices(Path folder) throws IOException {
        mounts(folder);
        tool("mkfs.ext4");
        if (!Command.succeeds("losetup", "--find")) {
            untested("there is no loop device here");
        }
    }

    /** A program. */
    static void tool(String name) {
        if (!Command.succeeds("sh", "-c", "command -v " + name)) {
            untested(name + " is not installed");
        }
    }

    /** That system calls can be made to fail. */
    static void strace() {
        tool("strace");
        if (!Command.succeeds("strace", "-D", "-f", "-qq", "-o", "/dev/null", "true")) {
            untested("processes can't be traced here");
        }
    }

    /** {@return the library that fakes the time} */
    static Path faketime() throws IOException {
        try (Stream<Path> folders = Files.list(Path.of("/usr/lib"))) {
            return folders.map(folder -> folder.resolve("faketime").resolve("libfaketime.so.1"))
                    .filter(Files::isRegularFile)
                    .findFirst()
                    .orElseGet(() -> {
                        untested("libfaketime is not installed");
                        return Path.of("");
                    });
        }
    }

    private static void untested(String what) {
        missing(what + ": this fault is not tested");
    }

    /**
     * Ends the test.
     *
     * @param why what is missing, and what is not tested therefore
     */
    public static void missing(String why) {
        if ("true".equals(System.getenv("CI"))) {
            fail(why);
        }
        System.err.println("SKIPPED: " + why);
        abort(why);
    }
}
