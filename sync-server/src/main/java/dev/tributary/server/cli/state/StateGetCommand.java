package dev.tributary.server.cli.state;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.StateEntry;
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

/** {@code tributary state get}: reads only. */
@Command(name = "get", header = "Print a value; fails when there is none.")
final class StateGetCommand implements Callable<Integer> {
  @Mixin private TargetOptions target;
  @Mixin private NodeUrlOption node;
  @Mixin private OutputOptions output;

  @Parameters(paramLabel = "KEY", description = "Such as deployment.acme.")
  private String key;

  @Override
  public Integer call() {
    Optional<NodeClient> remote = node.client();
    if (remote.isPresent()) {
      output.print(
          StateAnswer.value(remote.get().get("/api/v1/state?key=" + NodeClient.encoded(key))));
      return ExitCode.DONE;
    }
    try (StateSession session = target.openState(output)) {
      StateEntry entry =
          session
              .store()
              .get(key)
              .orElseThrow(
                  () ->
                      new ConfigurationInvalid(
                          "there is no state '%s'; tributary state list shows what there is"
                              .formatted(key)));
      output.print(StateAnswer.value(entry));
    }
    return ExitCode.DONE;
  }
}
