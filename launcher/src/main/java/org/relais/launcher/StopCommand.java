package org.relais.launcher;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code relais stop}. */
@Command(
        name = "stop",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Switches a component off: its processes stay and wait, and so do its messages.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:every copy has done so",
            "1:no copy of the component is running, or it refuses",
            "2:wrong usage",
            "4:not every copy has done so in time"
        },
        footerHeading = "%nExample:%n",
        footer = "  relais stop service-csv")
final class StopCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Mixin
    private Switch component = new Switch();

    @Override
    public Integer call() {
        return component.turn(Switch.To.STOP, Objects.requireNonNull(spec).commandLine());
    }
}
