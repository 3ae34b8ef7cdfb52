package dev.tributary.server.cli.client;

import dev.tributary.api.ClientName;
import dev.tributary.core.ClientLifecycle;
import dev.tributary.server.cli.option.Actor;
import dev.tributary.server.cli.option.ClientOption;
import dev.tributary.server.cli.option.NodeUrlOption;
import dev.tributary.server.cli.option.OutputOptions;
import dev.tributary.server.cli.option.TargetOptions;
import dev.tributary.server.cli.outcome.ExitCode;
import dev.tributary.server.database.Target;
import dev.tributary.server.remote.RemoteClients;
import dev.tributary.server.report.LifecycleAnswer;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tributary client rename}. */
@Command(
    name = "rename",
    header = "Give a client another name, and its schema with it.",
    description = {
      "Conflicts, quarantine, history, state and waiting jobs follow; the audit log keeps both",
      "names. Meters have the new name from the next run on."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  tributary client rename --client acme --to acme-corp",
      "  tributary client rename --client acme --to acme-corp --keep-schema"
    })
final class ClientRenameCommand implements Callable<Integer> {
  @Mixin private ClientOption client;
  @Mixin private TargetOptions target;
  @Mixin private NodeUrlOption node;
  @Mixin private OutputOptions output;

  @Option(names = "--to", required = true, paramLabel = "NAME", description = "Its new name.")
  private ClientName to;

  @ArgGroup private Schema schema = new Schema();

  /** Where the rows are afterwards. */
  static final class Schema {
    @Option(names = "--keep-schema", description = "The schema keeps its name.")
    private boolean keep;

    @Option(names = "--schema", paramLabel = "NAME", description = "Its new one; else client_NAME.")
    private Optional<String> name = Optional.empty();

    Optional<String> of(ClientName client) {
      return keep ? Optional.empty() : name.or(() -> Optional.of(client.defaultSchema()));
    }
  }

  @Override
  public Integer call() {
    Optional<RemoteClients> remote = node.client().map(RemoteClients::new);
    if (remote.isPresent()) {
      String now = remote.get().rename(client.name(), to, schema.of(to));
      output.print(LifecycleAnswer.renamed(client.name(), to, now));
      return ExitCode.DONE;
    }
    try (Target database = target.openTarget(output)) {
      String now =
          new ClientLifecycle(database.connections(), target.acting())
              .rename(client.name(), to, schema.of(to), Actor.NAME);
      output.print(LifecycleAnswer.renamed(client.name(), to, now));
    }
    return ExitCode.DONE;
  }
}
