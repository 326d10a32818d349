package org.relais.endtoend.faults;

import java.util.List;

/** The safeguards that are taken out, one at a time. */
final class Safeguards {

    private Safeguards() {}

    /** {@return those that every build takes out: the quick ones} */
    static List<Safeguard> quick() {
        return List.of(
                new Safeguard(
                        "acknowledgements are counted before the commit",
                        List.of(BytemanRule.returning("org.relais.runtime.Outlet", "flush", "")),
                        "component-runtime",
                        "org.relais.runtime.OutletTest#doesNotCommitBeforeTheLastSendHasArrived",
                        "Expecting code to raise a throwable"),
                new Safeguard(
                        "the cursor in the database moves by compare-and-set",
                        List.of(new BytemanRule("org.relais.db.Cursors", "advance", "AT EXIT", "true", "RETURN true")),
                        "operation-db",
                        "org.relais.db.FailoverTest#aProcessThatLostItsPartitionIsFenced",
                        "Expecting code to raise a throwable"),
                new Safeguard(
                        "uncommitted lines are cut off at the start",
                        List.of(BytemanRule.returning("org.relais.file.Recovery", "cut", "")),
                        "operation-file",
                        "org.relais.file.RecoveryTest#filePartlyWritten",
                        "Extra content at line"));
    }
}
