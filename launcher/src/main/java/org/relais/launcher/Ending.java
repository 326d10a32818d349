package org.relais.launcher;

import java.io.IOException;
import java.time.Duration;

/** Stops a production exactly once, be it because the run is over or because Ctrl-C or SIGTERM ends the launcher. */
final class Ending {
    private final Production production;
    private final Console console;
    private volatile boolean begun;

    private Ending(Production production, Console console) {
        this.production = production;
        this.console = console;
    }

    static Ending register(Production production, Console console) {
        Ending ending = new Ending(production, console);
        Runtime.getRuntime().addShutdownHook(new Thread(ending::endInHook, "ending"));
        return ending;
    }

    /** Who comes second waits until the first is through. */
    synchronized void end() throws IOException {
        if (begun) return;
        begun = true;
        console.end();
        console.say("Stopping");
        long start = System.nanoTime();
        production.close();
        console.say("Stopped in " + Shown.seconds(Duration.ofNanos(System.nanoTime() - start)));
    }

    /** Whether what fails from now on fails because it is being stopped. */
    boolean hasBegun() {
        return begun;
    }

    private void endInHook() {
        try {
            end();
        } catch (IOException e) {
            console.say("relais: " + e.getMessage());
        }
    }
}
