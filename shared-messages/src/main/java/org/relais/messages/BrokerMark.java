package org.relais.messages;

/** What the broker that {@code ./relais run} and {@code docker-compose.yml} start tells of itself, by a setting that Kafka does not know. */
public final class BrokerMark {

    /** The name of the setting. A broker that has it does not break transactions when it is killed, as Kafka 4.3 and 4.4 do (KAFKA-20734). */
    public static final String SETTING = "relais.whole.transactions";

    private BrokerMark() {}
}
