package org.relais.launcher;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code relais restart}. */
@Command(
        name = "restart",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Ends a component's work between two messages and begins it anew, in the same processes.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every copy has done so",
            "1:no copy of the component is running, or it refuses",
            "2:wrong usage",
            "4:not every copy has done so in time"
        },
        footerHeading = "%nExample:%n",
        footer = "  relais restart service-csv")
final class RestartCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private Switch component = new Switch();

    @Override
    public Integer call() {
        return component.turn(Switch.To.RESTART, Objects.requireNonNull(spec).commandLine());
    }
}
