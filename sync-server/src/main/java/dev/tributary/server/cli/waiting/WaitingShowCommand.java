package dev.tributary.server.cli.waiting;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.server.cli.option.NodeUrlOption;
import dev.tributary.server.cli.option.OutputOptions;
import dev.tributary.server.cli.option.TargetOptions;
import dev.tributary.server.cli.outcome.ExitCode;
import dev.tributary.server.database.Target;
import dev.tributary.server.database.Waiting;
import dev.tributary.server.database.WaitingRows;
import dev.tributary.server.remote.NodeClient;
import dev.tributary.server.remote.RemoteWaiting;
import dev.tributary.server.report.Answer;
import dev.tributary.server.report.ConflictAnswer;
import dev.tributary.server.report.WaitingAnswer;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tributary conflicts show} and {@code tributary quarantine show}: reads only. */
@Command(
    name = "show",
    header = "Show one of them with its rows.",
    description = "The answer holds values of the app's rows.")
final class WaitingShowCommand implements Callable<Integer> {
  private final Waiting kind;

  @Mixin private TargetOptions target;
  @Mixin private NodeUrlOption node;
  @Mixin private OutputOptions output;

  @Parameters(paramLabel = "ID", description = "The id from the list.")
  private UUID id;

  WaitingShowCommand(Waiting kind) {
    this.kind = kind;
  }

  @Override
  public Integer call() {
    Function<Map<String, String>, Answer> answer =
        kind == Waiting.CONFLICTS ? ConflictAnswer::of : WaitingAnswer::one;
    Optional<NodeClient> remote = node.client();
    if (remote.isPresent()) {
      output.print(answer.apply(RemoteWaiting.show(remote.get(), kind, id)));
      return ExitCode.DONE;
    }
    try (Target database = target.openTarget(output)) {
      output.print(
          new WaitingRows(database.connections(), target.acting())
              .show(kind, id)
              .map(answer)
              .orElseThrow(
                  () -> new ConfigurationInvalid("there is no " + kind.word() + " " + id)));
    }
    return ExitCode.DONE;
  }
}
