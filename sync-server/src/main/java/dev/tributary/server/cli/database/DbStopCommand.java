package dev.tributary.server.cli.database;

import dev.tributary.server.cli.option.LocalOption;
import dev.tributary.server.cli.option.OutputOptions;
import dev.tributary.server.cli.outcome.ExitCode;
import dev.tributary.server.database.EmbeddedServer;
import dev.tributary.server.report.Answer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tributary db stop}: stopping what does not run is done as well. */
@Command(name = "stop", header = "Stop the embedded PostgreSQL that 'db start' left running.")
final class DbStopCommand implements Callable<Integer> {
  @Mixin private LocalOption local;
  @Mixin private OutputOptions output;

  @Override
  public Integer call() {
    boolean stopped = EmbeddedServer.in(local.directory()).stop();
    String said = stopped ? "stopped" : "no embedded PostgreSQL ran in " + local.directory();
    output.print(new Answer(List.of(said), Map.of("stopped", stopped)));
    return ExitCode.DONE;
  }
}
