package dev.tributary.server.cli;

import dev.tributary.server.database.ClusterRows;
import dev.tributary.server.database.Target;
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
  @Mixin private OutputOptions output;

  @Override
  public Integer call() {
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
