package org.relais.router;

import static org.relais.messages.Topics.PRODUCT_PROCESS;
import static org.relais.messages.Topics.ROUTER;

import org.relais.runtime.Component;

/** The business processes of the formation production. */
final class ProcessRouter {

    private ProcessRouter() {}

    /** Runs the component. */
    public static void main(String[] args) {
        Component.named("process-router")
                .settings(RouterSettings.class)
                .process(ROUTER, settings -> new Router())
                .process(PRODUCT_PROCESS, settings -> new ProductProcess())
                .run(args);
    }
}
