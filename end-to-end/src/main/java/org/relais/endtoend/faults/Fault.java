package org.relais.endtoend.faults;

import java.util.List;

/** One way to hurt a production. */
interface Fault {
    /** The kind, for the table. */
    String kind();

    /** All kinds that it consists of. */
    default List<String> kinds() {
        return List.of(kind());
    }

    /**
     * Strikes. Returns when the harm is over, or when the victim is dead; tells {@link Recoveries} what to expect then.
     *
     * @return whether it struck: what has to be met by chance may be missed
     */
    boolean strike(Scene scene) throws Exception;

    /** How many SIGKILLs it consists of. */
    default int kills() {
        return 0;
    }
}
