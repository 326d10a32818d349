package org.relais.endtoend.faults;

import java.util.List;
import java.util.stream.Stream;

/** The safeguards that are taken out, one at a time. */
final class Safeguards {
    private static final String RUNTIME = "org.relais.runtime.";
    private static final String FILE = "org.relais.file.";
    private static final String DB = "org.relais.db.";
    private static final String LAUNCHER = "org.relais.launcher.";
    private static final String NOTHING_THROWN = "Expecting code to raise a throwable";
    private static final String NOTHING_HAPPENED = "not within";

    private Safeguards() {}

    /** {@return those that are noticed within a few seconds each} */
    static List<Safeguard> quick() {
        return Stream.of(effects(), replies(), file()).flatMap(List::stream).toList();
    }

    /** {@return all} */
    static List<Safeguard> all() {
        return Stream.of(quick(), topics(), people()).flatMap(List::stream).toList();
    }

    private static List<Safeguard> effects() {
        return List.of(
                new Safeguard(
                        "acknowledgements are counted before the commit",
                        List.of(BytemanRule.returning(RUNTIME + "Outlet$Acknowledgements", "check", "")),
                        "component-runtime",
                        RUNTIME + "OutletTest#doesNotCommitBeforeTheLastSendHasArrived",
                        NOTHING_THROWN),
                new Safeguard(
                        "offsets are committed in the name of a member of the group",
                        List.of(new BytemanRule(
                                RUNTIME + "Outlet",
                                "end",
                                "AT ENTRY",
                                "$3 != null",
                                "$3 = new org.apache.kafka.clients.consumer.ConsumerGroupMetadata($3.groupId())")),
                        "component-runtime",
                        RUNTIME + "MembershipTest#aProcessThatLostItsPartitionInTheMiddleOfABatchCannotCommit",
                        "Expected size: 10"),
                new Safeguard(
                        "the cursor in the database moves by compare-and-set",
                        List.of(new BytemanRule(DB + "Cursors", "advance", "AT EXIT", "true", "RETURN true")),
                        "operation-db",
                        DB + "FailoverTest#aProcessThatLostItsPartitionIsFenced",
                        NOTHING_THROWN),
                new Safeguard(
                        "a cursor's offset is not taken from a log that was written over (leader epoch)",
                        List.of(BytemanRule.returning(RUNTIME + "Standing", "checkApplied", "")),
                        "component-runtime",
                        RUNTIME + "StandingTest#noticesThatWhatIsSaidToBeAppliedWasWrittenOver",
                        NOTHING_THROWN),
                new Safeguard(
                        "a service keeps its predecessor out before it reads the position",
                        List.of(
                                new BytemanRule(
                                        RUNTIME + "ServiceJob",
                                        "run",
                                        "AT INVOKE org.relais.runtime.Outlet.fence",
                                        "true",
                                        "link(\"early\", $0, $0.readPositions()); delay(1000)"),
                                new BytemanRule(
                                        RUNTIME + "ServiceJob",
                                        "readPositions",
                                        "AT ENTRY\nBIND early : java.util.Map = linked(\"early\", $0)",
                                        "early != null",
                                        "unlink(\"early\", $0); RETURN early")),
                        "component-runtime",
                        RUNTIME + "ServiceJobTest#aNewerInstanceGoesOnWhereTheOlderOneWasKeptOut",
                        "Found duplicate"));
    }

    private static List<Safeguard> replies() {
        return List.of(
                new Safeguard(
                        "the last batch's replies are stored with the cursor",
                        List.of(BytemanRule.returning(RUNTIME + "Standing", "stored", "null")),
                        "component-runtime",
                        RUNTIME + "OperationRecoveryTest#sendsTheStoredRepliesAfterACrashBetweenCommitAndReply",
                        NOTHING_HAPPENED),
                new Safeguard(
                        "what a message causes goes to its partition",
                        List.of(new BytemanRule(
                                RUNTIME + "Sender",
                                "record",
                                "AT ENTRY\nBIND none : Integer = linked(\"none\", \"none\")",
                                "true",
                                "$2 = none")),
                        "component-runtime",
                        RUNTIME + "ProcessJobTest#keepsASessionOnItsPartitionWhoeverChoseIt",
                        "to satisfy given requirements"),
                new Safeguard(
                        "a message's size is checked before it is sent",
                        List.of(BytemanRule.returning(RUNTIME + "Sender", "requireSize", "")),
                        "component-runtime",
                        RUNTIME + "TurnTest#refusesACallThatNoRecordCanHold",
                        "TurnEnded"),
                new Safeguard(
                        "replies go to topics for replies of the production only",
                        List.of(BytemanRule.returning(RUNTIME + "Sender", "checked", "$1")),
                        "component-runtime",
                        RUNTIME + "OperationJobTest#repliesToNoTopicButThoseForRepliesOfItsProduction",
                        NOTHING_HAPPENED));
    }

    private static List<Safeguard> file() {
        return List.of(
                new Safeguard(
                        "uncommitted lines are cut off at the start",
                        List.of(BytemanRule.returning(FILE + "Recovery", "cut", "")),
                        "operation-file",
                        FILE + "RecoveryTest#filePartlyWritten",
                        "Extra content at line"),
                new Safeguard(
                        "only what the journal explains is cut off",
                        List.of(BytemanRule.returning(FILE + "Recovery", "requireOurs", "")),
                        "operation-file",
                        FILE + "RecoveryTest#foreignBytesAppended",
                        NOTHING_THROWN),
                new Safeguard(
                        "a batch is appended only to what was committed",
                        List.of(BytemanRule.returning(FILE + "TargetFile", "requireLength", "")),
                        "operation-file",
                        FILE + "FileSinkTest#bytesThatSomeoneElseAppendsWhileWeRunHalt",
                        NOTHING_THROWN),
                new Safeguard(
                        "one process writes to a file at a time",
                        List.of(BytemanRule.returning(FILE + "FileSink", "acquire", "true")),
                        "operation-file",
                        FILE + "FileSinkTest#aSecondSinkWaits",
                        "Expecting value to be false"),
                new Safeguard(
                        "a descriptor is given up after a failure",
                        List.of(new BytemanRule(
                                FILE + "FileSink",
                                "closeFile",
                                "AT ENTRY",
                                "callerEquals(\"failedForGood\")",
                                "RETURN")),
                        "operation-file",
                        FILE + "FileSinkTest#afterAFailedWriteTheDescriptorIsGivenUp",
                        RUNTIME + "RetryableException: can't write"));
    }

    private static List<Safeguard> topics() {
        return List.of(
                new Safeguard(
                        "a topic that was created again is not taken for the old one (runtime)",
                        List.of(BytemanRule.returning(RUNTIME + "Takeover", "checkTopics", "")),
                        "component-runtime",
                        RUNTIME + "TopicsOfTheClusterTest#haltsWhenItsTopicWasDeletedAndCreatedAgain",
                        NOTHING_HAPPENED),
                new Safeguard(
                        "a topic that was created again is not taken for the old one (database)",
                        List.of(BytemanRule.returning(DB + "Cursors", "requireTopic", "")),
                        "operation-db",
                        DB + "FailoverTest#aTopicThatWasMadeAnewHalts",
                        NOTHING_THROWN),
                new Safeguard(
                        "a cursor beyond the end of the log halts",
                        List.of(BytemanRule.returning(RUNTIME + "Takeover", "checkEnds", "")),
                        "component-runtime",
                        RUNTIME + "TopicsOfTheClusterTest#haltsWhenMoreWasAppliedThanTheLogHasLeft",
                        NOTHING_HAPPENED),
                new Safeguard(
                        "an offset that is not there any more is not skipped (auto.offset.reset)",
                        List.of(new BytemanRule(
                                RUNTIME + "KafkaClients",
                                "reading",
                                "AT EXIT",
                                "true",
                                "$!.put(\"auto.offset.reset\", \"earliest\")")),
                        "component-runtime",
                        RUNTIME + "TopicsOfTheClusterTest#haltsWhenMessagesWereDeletedBeforeTheyWereProcessed",
                        NOTHING_HAPPENED),
                new Safeguard(
                        "a group whose offsets are gone does not begin at the beginning",
                        List.of(BytemanRule.returning(RUNTIME + "GroupMemory", "check", "")),
                        "component-runtime",
                        RUNTIME + "GroupMemoryTest#aProcessDoesNothingAgainAndGoesOnFromAnOffsetThatIsSetByHand",
                        NOTHING_HAPPENED),
                new Safeguard(
                        "positions are kept in a compacted topic only (cleanup.policy)",
                        List.of(BytemanRule.returning(RUNTIME + "Cluster", "refuseUnlessCompacted", "")),
                        "component-runtime",
                        RUNTIME + "TopicsOfTheClusterTest#refusesToKeepPositionsInATopicThatForgetsThem",
                        NOTHING_HAPPENED),
                new Safeguard(
                        "all topics have the same number of partitions",
                        List.of(new BytemanRule(
                                RUNTIME + "Cluster", "accept", "AT THROW", "true", "$0.known.put($1, $2); RETURN")),
                        "component-runtime",
                        RUNTIME + "TopicsOfTheClusterTest#refusesATopicWithAnotherNumberOfPartitions",
                        NOTHING_HAPPENED),
                new Safeguard(
                        "markers behind the last message are passed",
                        List.of(BytemanRule.returning(RUNTIME + "Intake", "runDry", "new java.util.HashMap()")),
                        "component-runtime",
                        RUNTIME + "OperationRecoveryTest#passesTheMarkersThatAPredecessorLeft",
                        NOTHING_HAPPENED));
    }

    private static List<Safeguard> people() {
        return List.of(
                new Safeguard(
                        "a dead letter's fate is remembered",
                        List.of(BytemanRule.returning(LAUNCHER + "Settlement", "fate", "null")),
                        "launcher",
                        LAUNCHER + "DeadLettersSettledOnceTest#resendsTheOriginalRecordOnceAndOnlyOnce",
                        "expected: 1"),
                new Safeguard(
                        "requests with a key are remembered",
                        List.of(BytemanRule.returning(RUNTIME + "LedgerJob$Page", "remembered", "null")),
                        "component-runtime",
                        RUNTIME + "GatewayTest#aKeyIsKnownToTheNextProcess",
                        "no failure, but Told"));
    }
}
