package org.relais.launcher;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where this clone of the project lies: found from the launcher's own place, so that a clone may move. */
public final class Home {
    private static final String PRODUCTION_FILE = "production.yml";

    private Home() {}

    /**
     * The folder that holds {@code production.yml} and the modules.
     *
     * @throws IllegalStateException if the launcher was taken out of its clone
     */
    public static Path find() {
        for (Path folder = ownPlace(); folder != null; folder = folder.getParent()) {
            if (Files.exists(folder.resolve(PRODUCTION_FILE))) return folder;
        }
        throw new IllegalStateException(
                "no " + PRODUCTION_FILE + " above " + ownPlace() + ": run relais from a clone of its repository");
    }

    /** The production that the repository brings along. */
    public static Path productionFile() {
        return find().resolve(PRODUCTION_FILE);
    }

    /** The runnable jar of a module. */
    public static Path jar(Path home, String module) {
        return home.resolve(module).resolve("target").resolve(module + ".jar");
    }

    private static Path ownPlace() {
        try {
            return Path.of(Home.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the launcher can't tell where it is", e);
        }
    }
}
