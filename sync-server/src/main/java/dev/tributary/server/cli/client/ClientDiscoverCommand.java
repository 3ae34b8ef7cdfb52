package dev.tributary.server.cli.client;

import dev.tributary.api.ClientName;
import dev.tributary.api.SyncException;
import dev.tributary.core.DiscoveredSource;
import dev.tributary.core.DiscoveredSource.Kind;
import dev.tributary.core.SourceDiscovery;
import dev.tributary.core.SyncClients;
import dev.tributary.server.cli.option.Actor;
import dev.tributary.server.cli.option.Interval;
import dev.tributary.server.cli.option.OutputOptions;
import dev.tributary.server.cli.option.TargetOptions;
import dev.tributary.server.cli.outcome.ExitCode;
import dev.tributary.server.database.Target;
import dev.tributary.server.report.DiscoveryAnswer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code tributary client discover}: without --register it changes nothing. */
@Command(
    name = "discover",
    header = "Find the files of clients by a pattern.",
    description = {
      "Shows which files are new, known, renamed, replaced or gone; registers new ones with",
      "--register. Exit code 2 when something waits for a person."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  tributary client discover '/opt/openwebui/*/data/webui.db'",
      "  tributary client discover '/opt/openwebui/*/data/webui.db' --name '{1}' --register --start"
    })
final class ClientDiscoverCommand implements Callable<Integer> {
  @Mixin private TargetOptions target;
  @Mixin private OutputOptions output;

  @Parameters(
      index = "0",
      paramLabel = "PATTERN",
      description = "An absolute path with * and ?; quote it.")
  private String pattern;

  @Option(
      names = "--name",
      paramLabel = "TEMPLATE",
      defaultValue = "{1}",
      description = "Names of clients: {1} is what the first wildcard stands for.")
  private String name;

  @Option(names = "--register", description = "Register the new ones.")
  private boolean register;

  @Option(names = "--follow", description = "Let clients follow files that were renamed.")
  private boolean follow;

  @Option(names = "--start", description = "With --register: sync them by themselves at once.")
  private boolean start;

  @Option(
      names = "--interval",
      paramLabel = "TIME",
      defaultValue = "300",
      description = "Of new clients: seconds, or 5m, 1h, 1d; ${DEFAULT-VALUE} if not said.")
  private Interval interval;

  @Override
  public Integer call() {
    try (Target database = target.openTarget(output)) {
      SourceDiscovery discovery = new SourceDiscovery(database.connections(), target.acting());
      SyncClients clients = new SyncClients(database.connections(), target.acting());
      List<DiscoveryAnswer.Seen> seen = new ArrayList<>();
      for (DiscoveredSource found : discovery.look(pattern, name)) {
        seen.add(wanted(found) ? adopt(discovery, clients, found) : DiscoveryAnswer.Seen.of(found));
      }
      output.print(DiscoveryAnswer.of(seen));
      return seen.stream().anyMatch(DiscoveryAnswer.Seen::waits) ? ExitCode.WAITING : ExitCode.DONE;
    }
  }

  private boolean wanted(DiscoveredSource found) {
    return register && found.kind() == Kind.NEW || follow && found.kind() == Kind.RENAMED;
  }

  /** One that fails does not keep the others from being registered. */
  private DiscoveryAnswer.Seen adopt(
      SourceDiscovery discovery, SyncClients clients, DiscoveredSource found) {
    try {
      discovery.adopt(found, interval.value(), Actor.NAME);
      if (start && found.kind() == Kind.NEW) {
        clients.start(new ClientName(found.client()), Actor.NAME);
      }
      return DiscoveryAnswer.Seen.adopted(found);
    } catch (SyncException e) {
      return DiscoveryAnswer.Seen.failed(found, String.valueOf(e.getMessage()));
    }
  }
}
