package dev.tributary.server.cli.waiting;

import dev.tributary.api.ClientName;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.SyncMode;
import dev.tributary.api.SyncReport;
import dev.tributary.api.SyncRequest;
import dev.tributary.server.cli.option.NodeUrlOption;
import dev.tributary.server.cli.option.OutputOptions;
import dev.tributary.server.cli.option.TargetOptions;
import dev.tributary.server.cli.outcome.ExitCode;
import dev.tributary.server.cli.outcome.RemoteJob;
import dev.tributary.server.database.Target;
import dev.tributary.server.database.Waiting;
import dev.tributary.server.database.WaitingRows;
import dev.tributary.server.engine.EngineSession;
import dev.tributary.server.remote.NodeClient;
import dev.tributary.server.remote.RemoteClients;
import dev.tributary.server.report.JobAnswer;
import dev.tributary.server.report.Progress;
import dev.tributary.server.report.SyncAnswer;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code tributary quarantine retry}: a full sync of its client. */
@Command(
    name = "retry",
    header = "Try the quarantined rows of a client again.",
    description = {
      "Each sync tries them again when the file has changed; this does it now, after the reason was",
      "mended. Exit code 2 while something waits still."
    })
final class QuarantineRetryCommand implements Callable<Integer> {
  private static final String TRIGGERED_BY = "quarantine retry";

  @Mixin private TargetOptions target;
  @Mixin private NodeUrlOption node;
  @Mixin private OutputOptions output;

  @Parameters(paramLabel = "ID", description = "The id from the list.")
  private UUID id;

  @Override
  public Integer call() {
    Optional<NodeClient> remote = node.client();
    return remote.isPresent() ? at(remote.get()) : here();
  }

  private Integer here() {
    ClientName client;
    try (Target database = target.openTarget(output)) {
      client =
          new WaitingRows(database.connections(), target.acting())
              .show(Waiting.QUARANTINE, id)
              .map(row -> new ClientName(row.get("client_name")))
              .orElseThrow(() -> new ConfigurationInvalid("there is no quarantined row " + id));
    }
    SyncReport report;
    try (Progress progress = output.progress();
        EngineSession session = target.open(output, progress)) {
      report =
          session.trigger(
              SyncRequest.of(client, session.registeredFile(client))
                  .withMode(SyncMode.FULL)
                  .withTriggeredBy(TRIGGERED_BY));
    }
    output.print(SyncAnswer.of(report));
    return ExitCode.of(report.outcome());
  }

  private Integer at(NodeClient remote) {
    String syncId =
        remote.post("/api/v1/quarantine/" + id + "/retry", Map.of()).path("sync_id").asText();
    Map<String, Object> job = RemoteJob.awaited(new RemoteClients(remote), syncId);
    output.print(JobAnswer.of(job));
    return RemoteJob.exitCode(job);
  }
}
