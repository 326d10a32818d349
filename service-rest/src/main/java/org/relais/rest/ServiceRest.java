package org.relais.rest;

import org.relais.messages.Topics;
import org.relais.runtime.Component;

/** The component that takes HTTP requests. */
public final class ServiceRest {

    private ServiceRest() {}

    /**
     * Runs the component.
     *
     * @param args the command line: see {@code --help}
     */
    public static void main(String[] args) {
        Component.named("service-rest")
                .settings(RestSettings.class)
                .gateway(Topics.SERVICE_REST, Topics.SERVICE_REST_KEYS, RestSettings::memory, RestGateway::new)
                .run(args);
    }
}
