package org.relais.launcher;

import java.io.IOException;
import java.util.Optional;

/** Which port a server gets: the one that was asked for, else the one of the last run, the usual one, or any. */
final class PortChoice {
    private static final int KAFKA = 9092;
    private static final int POSTGRES = 5432;

    private PortChoice() {}

    static int kafka(ProductionOptions options, Optional<RunInfo> last) throws IOException {
        return choose(options.kafkaPort, "--kafka-port", portOf(last.map(RunInfo::bootstrap)), KAFKA);
    }

    static int postgres(ProductionOptions options, Optional<RunInfo> last) throws IOException {
        Optional<String> url = last.flatMap(run -> run.jdbc().values().stream().findFirst());
        return choose(options.postgresPort, "--postgres-port", portOf(url), POSTGRES);
    }

    /** The port of a copy that listens for HTTP requests: each copy has its own. */
    static int http(int usual, Optional<String> last) throws IOException {
        return Ports.firstFree(portOf(last), usual);
    }

    private static int choose(int asked, String option, int last, int usual) throws IOException {
        if (asked == 0) return Ports.firstFree(last, usual);
        if (Ports.isFree(asked)) return asked;
        throw new WrongSettings("port " + asked + " is in use: give another one with " + option);
    }

    /** The number after the last colon, or 0. */
    static int portOf(Optional<String> address) {
        return address.map(text -> text.replaceFirst("^.*:(\\d+)(/.*)?$", "$1"))
                .filter(digits -> digits.matches("\\d{1,5}"))
                .map(Integer::parseInt)
                .orElse(0);
    }
}
