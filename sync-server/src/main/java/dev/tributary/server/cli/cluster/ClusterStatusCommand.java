package dev.tributary.server.cli.cluster;

import dev.tributary.server.cli.option.NodeUrlOption;
import dev.tributary.server.cli.option.OutputOptions;
import dev.tributary.server.cli.option.TargetOptions;
import dev.tributary.server.cli.outcome.ExitCode;
import dev.tributary.server.database.ClusterRows;
import dev.tributary.server.database.Target;
import dev.tributary.server.remote.NodeClient;
import dev.tributary.server.report.ClusterAnswer;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code tributary cluster status}: reads only. */
@Command(
    name = "status",
    header = "Show the nodes of the cluster and who leads.",
    description = "Exit code 2 while nobody leads.")
final class ClusterStatusCommand implements Callable<Integer> {
  @Mixin private TargetOptions target;
  @Mixin private NodeUrlOption node;
  @Mixin private OutputOptions output;

  @Override
  public Integer call() {
    Optional<NodeClient> remote = node.client();
    if (remote.isPresent()) {
      Map<String, Object> document = NodeClient.plain(remote.get().get("/api/v1/cluster/status"));
      output.print(ClusterAnswer.status(document));
      return document.get("leader_id") == null ? ExitCode.WAITING : ExitCode.DONE;
    }
    try (Target database = target.openTarget(output)) {
      ClusterRows rows = new ClusterRows(database.connections(), target.acting());
      Optional<Map<String, Object>> lease = rows.lease();
      output.print(ClusterAnswer.status(target.acting(), lease, rows.nodes()));
      return lease.filter(row -> row.get("leader_id") != null).isPresent()
          ? ExitCode.DONE
          : ExitCode.WAITING;
    }
  }
}
