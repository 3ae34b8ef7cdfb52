package dev.tributary.server.cli;

import dev.tributary.core.ClusterLifecycle;
import dev.tributary.server.database.Target;
import dev.tributary.server.report.ClusterAnswer;
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
  @Mixin private OutputOptions output;

  @Override
  public Integer call() {
    try (Target database = target.openTarget(output)) {
      long term = new ClusterLifecycle(database.connections(), target.acting()).unstick(Actor.NAME);
      output.print(ClusterAnswer.unstuck(target.acting(), term));
    }
    return ExitCode.DONE;
  }
}
