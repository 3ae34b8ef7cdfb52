package dev.tributary.server.cli.state;

import dev.tributary.server.cli.option.NodeUrlOption;
import dev.tributary.server.cli.option.OutputOptions;
import dev.tributary.server.cli.option.TargetOptions;
import dev.tributary.server.cli.outcome.ExitCode;
import dev.tributary.server.engine.StateSession;
import dev.tributary.server.remote.NodeClient;
import dev.tributary.server.report.StateAnswer;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tributary state list}: reads only. */
@Command(name = "list", header = "List values by key.")
final class StateListCommand implements Callable<Integer> {
  @Mixin private TargetOptions target;
  @Mixin private NodeUrlOption node;
  @Mixin private OutputOptions output;

  @Parameters(
      arity = "0..1",
      paramLabel = "PREFIX",
      defaultValue = "",
      description = "Only keys that begin so, such as deployment.")
  private String prefix;

  @Override
  public Integer call() {
    Optional<NodeClient> remote = node.client();
    if (remote.isPresent()) {
      output.print(
          StateAnswer.list(remote.get().get("/api/v1/state?prefix=" + NodeClient.encoded(prefix))));
      return ExitCode.DONE;
    }
    try (StateSession session = target.openState(output)) {
      output.print(StateAnswer.list(session.store().list(prefix)));
    }
    return ExitCode.DONE;
  }
}
