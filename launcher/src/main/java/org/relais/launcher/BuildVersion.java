package org.relais.launcher;

import picocli.CommandLine;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: the version in the jar's manifest, and "development" where the classes are in no jar. */
public final class BuildVersion implements IVersionProvider {

    @Override
    public String[] getVersion() {
        String version = BuildVersion.class.getPackage().getImplementationVersion();
        return new String[] {"relais " + (version == null ? "development" : version)};
    }

    /** Lets a command and all commands under it print it. */
    static void in(CommandLine command) {
        command.getCommandSpec().versionProvider(new BuildVersion());
        command.getSubcommands().values().forEach(BuildVersion::in);
    }
}
