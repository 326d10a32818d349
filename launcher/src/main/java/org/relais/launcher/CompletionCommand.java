package org.relais.launcher;

import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code relais completion}: what a shell needs to complete commands, options and components. */
@Command(
        name = "completion",
        mixinStandardHelpOptions = true,
        description = "Prints a script by which bash and zsh complete commands, options and the names of components.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = "0:it is printed",
        footerHeading = "%nExample:%n",
        footer = {
            "  source <(relais completion)",
            "  relais completion > ~/.local/share/bash-completion/completions/relais"
        })
final class CompletionCommand implements Callable<Integer> {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        CommandSpec root = Objects.requireNonNull(spec).root();
        spec.commandLine().getOut().println(AutoComplete.bash(root.name(), root.commandLine()));
        spec.commandLine().getOut().flush();
        return Relais.OK;
    }
}
