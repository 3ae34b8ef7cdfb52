package dev.tributary.server.cli.cluster;

import dev.tributary.core.ClusterLifecycle;
import dev.tributary.core.ClusterReview;
import dev.tributary.server.cli.option.NodeOption;
import dev.tributary.server.cli.option.OutputOptions;
import dev.tributary.server.cli.option.TargetOptions;
import dev.tributary.server.cli.outcome.ExitCode;
import dev.tributary.server.control.NodeControl;
import dev.tributary.server.control.Standing;
import dev.tributary.server.database.Target;
import dev.tributary.server.report.NodeAnswer;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tributary node status}: what its host and the database say of it. */
@Command(
    name = "status",
    header = "Show whether a node runs, and what the cluster knows of it.",
    description = "Exit code 2 when it does not run, or is not heard of.")
final class NodeStatusCommand implements Callable<Integer> {
  @Mixin private NodeOption node;
  @Mixin private TargetOptions target;
  @Mixin private OutputOptions output;

  @Override
  public Integer call() {
    NodeControl here = node.here(target.localDirectory());
    Standing standing = here.standing(node.name());
    Optional<ClusterReview.Node> row = row();
    output.print(NodeAnswer.status(node.name(), here.way(), standing, row));
    boolean well =
        standing.isRunning() && row.filter(r -> r.standing().equals("active")).isPresent();
    return well ? ExitCode.DONE : ExitCode.WAITING;
  }

  private Optional<ClusterReview.Node> row() {
    try (Target database = target.openTarget(output)) {
      return new ClusterLifecycle(database.connections(), target.acting())
          .review().nodes().stream().filter(n -> n.name().equals(node.name())).findFirst();
    }
  }
}
