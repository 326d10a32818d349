package org.relais.endtoend.faults;

import java.util.List;

/**
 * A process that gets hurt.
 *
 * @param process its name in {@code run.json}
 * @param component what it is a copy of, for the table
 * @param module whose jar it runs; empty: a server
 * @param work what shows that it works
 */
record Victim(String process, String component, String module, Work work) {
    static final Victim SERVICE = new Victim("service-csv", "service-csv", "service-csv", Work.OF_SERVICE);
    static final Victim FILE_OPERATION =
            new Victim("file-operation", "file-operation", "operation-file", Work.OF_FILE_OPERATION);
    static final Victim BROKER = new Victim("broker", "broker", "", Work.OF_ANYONE);
    static final Victim POSTGRES = new Victim("postgres", "postgres", "", Work.OF_TRAINING);

    static final List<Victim> ROUTERS =
            List.of(copy("process-router", Work.OF_ROUTER, 0), copy("process-router", Work.OF_ROUTER, 1));
    static final List<Victim> DATABASE_OPERATIONS =
            List.of(copy("operation-db", Work.OF_TRAINING, 0), copy("operation-db", Work.OF_TRAINING, 1));

    /** All components. */
    static final List<Victim> COMPONENTS = List.of(
            SERVICE,
            ROUTERS.get(0),
            ROUTERS.get(1),
            FILE_OPERATION,
            DATABASE_OPERATIONS.get(0),
            DATABASE_OPERATIONS.get(1));

    /** All components, and the servers. */
    static final List<Victim> ALL = List.of(
            COMPONENTS.get(0),
            COMPONENTS.get(1),
            COMPONENTS.get(2),
            COMPONENTS.get(3),
            COMPONENTS.get(4),
            COMPONENTS.get(5),
            BROKER,
            POSTGRES);

    private static Victim copy(String component, Work work, int slot) {
        return new Victim(component + "-" + slot, component, component, work.ofCopy(slot));
    }

    /** Whether nobody does its work while it can't. */
    boolean isAlone() {
        return work.group() == null;
    }
}
