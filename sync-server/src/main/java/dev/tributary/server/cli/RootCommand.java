package dev.tributary.server.cli;

import dev.tributary.server.cli.option.Subcommands;
import dev.tributary.server.cli.outcome.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code tributary}: only a name for its commands. */
@Command(
    name = "tributary",
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    versionProvider = Version.class,
    header = "Mirrors live SQLite files into PostgreSQL, exactly.",
    synopsisSubcommandLabel = "COMMAND",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:failed; nothing is left half done",
      "2:done as far as possible, but something waits for a person",
      "64:wrong command line"
    })
final class RootCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw Subcommands.missing(spec);
  }
}
