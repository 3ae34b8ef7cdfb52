package dev.tributary.server.cli.database;

import dev.tributary.server.cli.option.LocalOption;
import dev.tributary.server.cli.option.OutputOptions;
import dev.tributary.server.cli.outcome.ExitCode;
import dev.tributary.server.database.EmbeddedServer;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tributary db start}: the embedded server stays for any client. */
@Command(
    name = "start",
    header = "Start the embedded PostgreSQL and keep it running.",
    footerHeading = "%nExample:%n",
    footer = "  tributary db start")
final class DbStartCommand implements Callable<Integer> {
  @Mixin private LocalOption local;
  @Mixin private OutputOptions output;

  @Override
  public Integer call() {
    EmbeddedServer server = EmbeddedServer.in(local.directory());
    output.print(ServerAnswer.running(server, server.start(), local));
    return ExitCode.DONE;
  }
}
