package org.relais.launcher;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which port each server of a run gets: the one that was asked for, else the one of the last run, the usual one, or any; never that of another
 * one, which may not listen there yet. Used by one thread.
 */
final class PortChoice {
    private static final int KAFKA = 9092;
    private static final int POSTGRES = 5432;

    private final ProductionOptions options;
    private final Optional<RunInfo> last;
    private final Set<Integer> given = new HashSet<>();

    /**
     * @param last what ran on the data directory before: ports stay what they were
     * @param fixed what components are told to listen on
     * @throws WrongSettings if one is asked for twice
     */
    PortChoice(ProductionOptions options, Optional<RunInfo> last, List<Integer> fixed) {
        this.options = options;
        this.last = last;
        if (options.kafkaPort != 0) reserve(options.kafkaPort);
        if (options.postgresPort != 0) reserve(options.postgresPort);
        fixed.forEach(this::reserve);
    }

    private void reserve(int port) {
        if (!given.add(port)) throw new WrongSettings("port " + port + " is asked for twice: give each server its own");
    }

    int kafka() throws IOException {
        return choose(options.kafkaPort, "--kafka-port", portOf(last.map(RunInfo::bootstrap)), KAFKA);
    }

    int postgres() throws IOException {
        Optional<String> url = last.flatMap(run -> run.jdbc().values().stream().findFirst());
        return choose(options.postgresPort, "--postgres-port", portOf(url), POSTGRES);
    }

    /** The port of a copy that listens for HTTP requests: each copy has its own. */
    int http(int usual, String copy) throws IOException {
        Optional<String> address =
                last.flatMap(run -> Optional.ofNullable(run.httpAddresses().get(copy)));
        return firstFree(portOf(address), usual);
    }

    private int choose(int asked, String option, int before, int usual) throws IOException {
        if (asked == 0) return firstFree(before, usual);
        if (Ports.isFree(asked)) return asked;
        throw new WrongSettings("port " + asked + " is in use: give another one with " + option);
    }

    private int firstFree(int before, int usual) throws IOException {
        int port = Ports.firstFree(notGiven(before), notGiven(usual));
        while (given.contains(port)) port = Ports.free();
        given.add(port);
        return port;
    }

    private int notGiven(int port) {
        return given.contains(port) ? 0 : port;
    }

    /** The number after the last colon, or 0. */
    static int portOf(Optional<String> address) {
        return address.map(text -> text.replaceFirst("^.*:(\\d+)(/.*)?$", "$1"))
                .filter(digits -> digits.matches("\\d{1,5}"))
                .map(Integer::parseInt)
                .orElse(0);
    }
}
