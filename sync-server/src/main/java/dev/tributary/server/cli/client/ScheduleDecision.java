package dev.tributary.server.cli.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.core.SyncClients;
import dev.tributary.core.SyncClients.Decided;
import dev.tributary.server.cli.option.ClientOption;
import dev.tributary.server.cli.option.NodeUrlOption;
import dev.tributary.server.cli.option.OutputOptions;
import dev.tributary.server.cli.option.TargetOptions;
import dev.tributary.server.cli.outcome.ExitCode;
import dev.tributary.server.database.Target;
import dev.tributary.server.remote.NodeClient;
import dev.tributary.server.remote.RemoteClients;
import dev.tributary.server.report.ClientAnswer;
import java.util.Optional;
import java.util.function.Function;

/** What a person decides about a client's schedule, told to a node or written in the database. */
record ScheduleDecision(
    ClientOption client, TargetOptions target, NodeUrlOption node, OutputOptions output) {

  /** Prints what holds from now on. */
  int make(Function<RemoteClients, JsonNode> there, Function<SyncClients, Decided> here) {
    Optional<RemoteClients> remote = node.client().map(RemoteClients::new);
    if (remote.isPresent()) {
      output.print(ClientAnswer.decided(NodeClient.plain(there.apply(remote.get()))));
      return ExitCode.DONE;
    }
    try (Target database = target.openTarget(output)) {
      Decided decided = here.apply(new SyncClients(database.connections(), target.acting()));
      output.print(
          ClientAnswer.decided(
              client.name(), decided.status(), decided.enabled(), decided.interval()));
    }
    return ExitCode.DONE;
  }
}
