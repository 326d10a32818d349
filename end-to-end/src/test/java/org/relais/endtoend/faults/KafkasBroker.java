package org.relais.endtoend.faults;

/** Kafka's own broker in a process that ends with the one that started it. */
final class KafkasBroker {
    private KafkasBroker() {}

    /**
     * Runs the broker.
     *
     * @param arguments the path of its properties file
     */
    public static void main(String[] arguments) {
        ProcessHandle parent = ProcessHandle.of(Long.getLong(OwnBroker.PARENT)).orElseThrow();
        var unused = parent.onExit().thenRun(() -> Runtime.getRuntime().halt(1));
        kafka.Kafka.main(arguments);
    }
}
