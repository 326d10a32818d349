package org.relais.runtime;

import java.util.List;

/**
 * How a part is known to the broker: the consumer group of all its copies, and the name of this one. What only one process may do has one
 * name for all copies, so that a successor keeps its predecessor out.
 */
final class Group {

    private final KafkaClients clients;
    private final String id;
    private final String member;
    private final boolean isStatic;

    Group(Context context, String part, boolean exclusive) {
        Slot slot = context.slot();
        this.clients = context.clients();
        this.id = context.production() + '.' + part;
        this.member = exclusive ? id : id + '-' + slot.name();
        this.isStatic = exclusive || slot.known();
    }

    Outlet outlet() {
        return new Outlet(clients.producer(member));
    }

    Intake intake(List<String> topics) {
        return new Intake(clients.member(id, member, isStatic), topics);
    }
}
