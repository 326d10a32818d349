package org.relais.rest;

import org.jspecify.annotations.Nullable;
import org.relais.runtime.Gateway;
import org.relais.runtime.Requester;

/** The HTTP server, from the first reply that can be heard to the end of the process. */
final class RestGateway implements Gateway {

    private final RestSettings settings;
    private @Nullable Server server;

    RestGateway(RestSettings settings) {
        this.settings = settings;
    }

    @Override
    public void open(Requester requester) {
        server = Server.start(settings, requester);
    }

    @Override
    public void close() {
        if (server != null) {
            server.close();
        }
    }
}
