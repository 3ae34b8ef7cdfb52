package dev.tributary.server.cli.waiting;

import dev.tributary.server.cli.option.Subcommands;
import dev.tributary.server.database.Waiting;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code tributary conflicts} and {@code tributary quarantine}. */
@Command(synopsisSubcommandLabel = "COMMAND")
public final class WaitingCommand implements Runnable {
  @Spec private CommandSpec spec;

  private WaitingCommand() {}

  public static CommandLine conflicts() {
    return of(Waiting.CONFLICTS, "Look at rows that others changed too, and decide.")
        .addSubcommand("resolve", new ConflictsResolveCommand());
  }

  public static CommandLine quarantine() {
    return of(Waiting.QUARANTINE, "Look at rows that PostgreSQL refused, and try them again.")
        .addSubcommand("retry", new QuarantineRetryCommand());
  }

  private static CommandLine of(Waiting kind, String header) {
    CommandLine group =
        new CommandLine(new WaitingCommand())
            .addSubcommand("list", new WaitingListCommand(kind))
            .addSubcommand("show", new WaitingShowCommand(kind));
    group.getCommandSpec().usageMessage().header(header);
    return group;
  }

  @Override
  public void run() {
    throw Subcommands.missing(spec);
  }
}
