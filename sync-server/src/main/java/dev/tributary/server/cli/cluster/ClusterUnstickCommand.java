package dev.tributary.server.cli.cluster;

import dev.tributary.core.ClusterLifecycle;
import dev.tributary.server.cli.option.Actor;
import dev.tributary.server.cli.option.NodeUrlOption;
import dev.tributary.server.cli.option.OutputOptions;
import dev.tributary.server.cli.option.TargetOptions;
import dev.tributary.server.cli.outcome.ExitCode;
import dev.tributary.server.database.Target;
import dev.tributary.server.remote.NodeClient;
import dev.tributary.server.report.ClusterAnswer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tributary cluster unstick}. */
@Command(
    name = "unstick",
    header = "Free a lease whose holder does not let go.",
    description = {
      "What that holder has under way commits no more, and the nodes elect at once. Harmless for a",
      "healthy cluster, but for the runs that begin anew."
    })
final class ClusterUnstickCommand implements Callable<Integer> {
  @Mixin private TargetOptions target;
  @Mixin private NodeUrlOption node;
  @Mixin private OutputOptions output;

  @Override
  public Integer call() {
    Optional<NodeClient> remote = node.client();
    if (remote.isPresent()) {
      Map<String, Object> typed = Map.of("confirm", target.acting().value());
      long term = remote.get().post("/api/v1/cluster/unstick", typed).path("term").asLong();
      output.print(ClusterAnswer.unstuck(target.acting(), term));
      return ExitCode.DONE;
    }
    try (Target database = target.openTarget(output)) {
      long term = new ClusterLifecycle(database.connections(), target.acting()).unstick(Actor.NAME);
      output.print(ClusterAnswer.unstuck(target.acting(), term));
    }
    return ExitCode.DONE;
  }
}
