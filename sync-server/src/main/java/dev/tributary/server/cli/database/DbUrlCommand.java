package dev.tributary.server.cli.database;

import dev.tributary.api.TargetUnavailable;
import dev.tributary.postgres.PostgresAccess;
import dev.tributary.server.cli.option.LocalOption;
import dev.tributary.server.cli.option.OutputOptions;
import dev.tributary.server.cli.outcome.ExitCode;
import dev.tributary.server.database.EmbeddedServer;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tributary db url}: the address alone on standard output, the way to use it beside. */
@Command(
    name = "url",
    header = "Print the address of the running embedded PostgreSQL.",
    description = "The password is in a file that the answer names; it is never printed.")
final class DbUrlCommand implements Callable<Integer> {
  @Mixin private LocalOption local;
  @Mixin private OutputOptions output;

  @Override
  public Integer call() {
    EmbeddedServer server = EmbeddedServer.in(local.directory());
    PostgresAccess access =
        server
            .running()
            .orElseThrow(
                () ->
                    new TargetUnavailable(
                        "no embedded PostgreSQL runs in %s; start it with: tributary db start%s"
                            .formatted(local.directory(), local.again())));
    output.print(ServerAnswer.address(server, access));
    if (!output.isJson()) {
      output.say(ServerAnswer.hint(server, access));
    }
    return ExitCode.DONE;
  }
}
