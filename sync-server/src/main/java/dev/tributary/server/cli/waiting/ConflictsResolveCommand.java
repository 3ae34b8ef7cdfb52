package dev.tributary.server.cli.waiting;

import dev.tributary.api.ConflictPolicy;
import dev.tributary.api.Json;
import dev.tributary.api.SyncException;
import dev.tributary.api.SyncReport;
import dev.tributary.api.SyncRequest;
import dev.tributary.core.ConflictQueue;
import dev.tributary.core.SyncJobs;
import dev.tributary.server.cli.option.ConflictOptions;
import dev.tributary.server.cli.option.NodeUrlOption;
import dev.tributary.server.cli.option.OutputOptions;
import dev.tributary.server.cli.option.TargetOptions;
import dev.tributary.server.cli.outcome.ExitCode;
import dev.tributary.server.cli.outcome.RemoteJob;
import dev.tributary.server.database.Target;
import dev.tributary.server.database.Waiting;
import dev.tributary.server.engine.EngineSession;
import dev.tributary.server.remote.NodeClient;
import dev.tributary.server.remote.RemoteClients;
import dev.tributary.server.remote.RemoteWaiting;
import dev.tributary.server.report.DecisionAnswer;
import dev.tributary.server.report.Progress;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tributary conflicts resolve}: notes a decision and carries it out if it can. */
@Command(
    name = "resolve",
    header = "Decide a conflict.",
    description = {
      "The decision is noted, then the client is synced. It counts only while source and target are",
      "what the entry shows. Where the file or the right to write is elsewhere, the next sync of the",
      "client carries it out."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  tributary conflicts resolve 5d2f... source",
      "  tributary conflicts resolve 5d2f... custom --row row.json"
    })
final class ConflictsResolveCommand implements Callable<Integer> {
  @Mixin private TargetOptions target;
  @Mixin private ConflictOptions conflicts;
  @Mixin private NodeUrlOption node;
  @Mixin private OutputOptions output;

  @Parameters(index = "0", paramLabel = "ID", description = "The id from the list.")
  private UUID id;

  @Parameters(
      index = "1",
      paramLabel = "CHOICE",
      description = "Whose row is right: ${COMPLETION-CANDIDATES}.")
  private ConflictQueue.Choice choice;

  @Option(
      names = "--row",
      paramLabel = "FILE",
      description =
          "The row for the choice custom: JSON with all columns, as show --json has them.")
  private Optional<Path> row;

  @Option(
      names = "--by",
      paramLabel = "WHO",
      description = "Who decided, for the log; else the user of this machine.")
  private Optional<String> by;

  @Override
  public Integer call() {
    String who = by.orElseGet(() -> System.getProperty("user.name", "unknown"));
    Optional<Json> custom = row.map(file -> new Json(ConflictOptions.text(file)));
    Optional<NodeClient> remote = node.client();
    if (remote.isPresent()) {
      return at(remote.get(), custom);
    }
    ConflictPolicy policy = conflicts.policy();
    ConflictQueue.Decided decided;
    try (Target database = target.openTarget(output)) {
      conflicts.requireUse(new SyncJobs(database.connections(), target.acting()));
      decided = queue(database).decide(id, choice, custom, who);
    }
    Optional<String> obstacle = carryOut(decided, policy);
    try (Target database = target.openTarget(output)) {
      ConflictQueue.Outcome outcome = queue(database).outcome(id);
      output.print(DecisionAnswer.of(id, decided, choice, outcome, obstacle));
      return outcome.state() == ConflictQueue.Outcome.State.RESOLVED
          ? ExitCode.DONE
          : ExitCode.WAITING;
    }
  }

  private ConflictQueue queue(Target database) {
    return new ConflictQueue(database.connections(), target.acting());
  }

  /** Empty: the client was synced. The decision is noted in any case. */
  private Optional<String> carryOut(ConflictQueue.Decided decided, ConflictPolicy policy) {
    SyncRequest request =
        SyncRequest.of(decided.client(), decided.source()).withTriggeredBy("conflicts resolve");
    try (Progress progress = output.progress();
        EngineSession session = target.open(output, progress, policy)) {
      SyncReport report = session.sync(request);
      return report.holdReason();
    } catch (SyncException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** The node notes who decided by its token. */
  private Integer at(NodeClient remote, Optional<Json> custom) {
    String syncId = RemoteWaiting.resolve(remote, id, choice.name(), custom);
    RemoteJob.awaited(new RemoteClients(remote), syncId);
    Map<String, String> entry = RemoteWaiting.show(remote, Waiting.CONFLICTS, id);
    output.print(DecisionAnswer.of(id, choice, entry));
    boolean resolved =
        !entry.get("resolved_at").isEmpty() && !entry.get("resolved_by").equals("superseded");
    return resolved ? ExitCode.DONE : ExitCode.WAITING;
  }
}
