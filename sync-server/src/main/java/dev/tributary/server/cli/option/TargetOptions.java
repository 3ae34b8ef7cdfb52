package dev.tributary.server.cli.option;

import dev.tributary.api.ClusterName;
import dev.tributary.api.ConflictPolicy;
import dev.tributary.api.SyncListener;
import dev.tributary.conflict.ConfiguredConflicts;
import dev.tributary.core.internal.jdbc.DatabaseUrl;
import dev.tributary.server.connection.Way;
import dev.tributary.server.database.Surroundings;
import dev.tributary.server.database.Target;
import dev.tributary.server.database.TargetChoice;
import dev.tributary.server.engine.EngineSession;
import dev.tributary.server.engine.StateSession;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The database that a command works with, and the cluster that it acts for. */
public final class TargetOptions {
  @Mixin private LocalOption local;

  @Option(
      names = "--target",
      paramLabel = "URL",
      description = {
        "PostgreSQL: postgresql://USER@HOST:PORT/DATABASE or the jdbc: form; else DATABASE_URL,",
        "else the embedded PostgreSQL in --data-dir. The password comes from the file named in",
        "DATABASE_PASSWORD_FILE or from ~/.pgpass."
      })
  private Optional<DatabaseUrl> database;

  @Option(
      names = "--cluster",
      paramLabel = "NAME",
      description = "The cluster of the client; else CLUSTER_NAME, HOST_NAME, or 'default'.")
  private Optional<ClusterName> cluster;

  /** Where local files are; absolute. */
  public Path localDirectory() {
    return local.directory();
  }

  /** An engine on the database, which must have the schema. */
  public EngineSession open(OutputOptions output, SyncListener listener) {
    return open(output, listener, ConfiguredConflicts.builtIn());
  }

  /** The same, whose conflicts go there. */
  public EngineSession open(OutputOptions output, SyncListener listener, ConflictPolicy conflicts) {
    return EngineSession.open(
        openTarget(output),
        acting(),
        Surroundings.ofThisProcess().node(),
        localDirectory(),
        listener,
        conflicts,
        output::say);
  }

  /** The state of the cluster, in a database that must have the schema. */
  public StateSession openState(OutputOptions output) {
    return StateSession.open(openTarget(output), acting(), Surroundings.ofThisProcess().node());
  }

  /** The database, which must have the schema. */
  public Target openTarget(OutputOptions output) {
    return Target.forNode(choice(output), acting(), output::say);
  }

  /** The database as an administrator sees it, for what a node's role may not. */
  public Target openAdministrator(OutputOptions output) {
    return Target.forAdministrator(choice(output), output::say);
  }

  /** The database that a person named; empty: the embedded one is meant. */
  public Optional<DatabaseUrl> named(OutputOptions output) {
    return choice(output).database();
  }

  /** The ways to the database, the best first; none to the embedded one. */
  public List<Way> ways(OutputOptions output) {
    return choice(output).ways();
  }

  /** The cluster that the command acts for. */
  public ClusterName acting() {
    return cluster.orElseGet(() -> Surroundings.ofThisProcess().cluster());
  }

  private TargetChoice choice(OutputOptions output) {
    PasswordWarning.ifGiven(database, output);
    return new TargetChoice(database, localDirectory(), Surroundings.ofThisProcess());
  }
}
