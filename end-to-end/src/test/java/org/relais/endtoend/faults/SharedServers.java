package org.relais.endtoend.faults;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.relais.endtoend.Servers;
import org.relais.endtoend.Stage;

/** One broker and one database for all tests of a class; each test has a production of its own on them. */
final class SharedServers implements BeforeAllCallback, AfterAllCallback {
    private final AtomicInteger productions = new AtomicInteger();
    private @Nullable Path folder;
    private @Nullable Servers servers;

    Servers servers() {
        return Objects.requireNonNull(servers);
    }

    /** {@return a new production, whose components log to the stage} */
    LoneProduction production(Stage stage) {
        return stage.closing(new LoneProduction(
                servers().bootstrap(), servers().jdbc(), "fault" + productions.incrementAndGet(), stage.folder()));
    }

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        folder = Files.createTempDirectory("relais-");
        servers = Servers.start(folder);
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        try {
            servers().close();
        } finally {
            Stage.delete(Objects.requireNonNull(folder));
        }
    }
}
