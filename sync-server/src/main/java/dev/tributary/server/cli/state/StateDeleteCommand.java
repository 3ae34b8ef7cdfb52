package dev.tributary.server.cli.state;

import dev.tributary.api.StateWrite;
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

/** {@code tributary state delete}. */
@Command(name = "delete", header = "Delete a value; fails when there is none.")
final class StateDeleteCommand implements Callable<Integer> {
  @Mixin private TargetOptions target;
  @Mixin private NodeUrlOption node;
  @Mixin private OutputOptions output;
  @Mixin private StateWriting writing;

  @Override
  public Integer call() {
    Optional<NodeClient> remote = node.client();
    if (remote.isPresent()) {
      output.print(StateAnswer.deleted(writing.deletedAt(remote.get())));
      return ExitCode.DONE;
    }
    StateWrite write = StateWrite.delete(writing.key(), StateWriting.writer());
    try (StateSession session = target.openState(output)) {
      output.print(StateAnswer.written(writing.run(session.store(), write)));
    }
    return ExitCode.DONE;
  }
}
