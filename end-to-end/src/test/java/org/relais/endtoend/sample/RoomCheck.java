package org.relais.endtoend.sample;

import org.relais.messages.FormationRequest;
import org.relais.messages.FormationResponse;
import org.relais.messages.Topic;
import org.relais.messages.Topics;
import org.relais.runtime.Calls;
import org.relais.runtime.Component;
import org.relais.runtime.RejectedException;
import org.relais.runtime.Setting;

/** The README's component: a process before the router that refuses what concerns a closed room. */
public final class RoomCheck {

    static final Topic<FormationRequest, FormationResponse> ROOM_CHECK =
            new Topic<>("room-check", FormationRequest.class, FormationResponse.class);

    record Settings(
            @Setting(description = "the room that is closed", byDefault = "salle0")
            String closed) {}

    static FormationResponse check(FormationRequest request, Calls calls, Settings settings) {
        if (settings.closed().equals(request.formation().salle())) {
            throw new RejectedException("room " + settings.closed() + " is closed");
        }
        return calls.call(Topics.ROUTER, request);
    }

    public static void main(String[] args) {
        Component.named("room-check")
                .settings(Settings.class)
                .process(ROOM_CHECK, settings -> (request, calls) -> check(request, calls, settings))
                .run(args);
    }
}
