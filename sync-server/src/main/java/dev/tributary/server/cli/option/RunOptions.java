package dev.tributary.server.cli.option;

import dev.tributary.api.MassDelete;
import dev.tributary.api.SyncMode;
import picocli.CommandLine.Option;

/** How a run is done, and who asked for it. */
public final class RunOptions {
  @Option(names = "--full", description = "Trust nothing local: read the base from PostgreSQL.")
  private boolean full;

  @Option(
      names = "--allow-mass-delete",
      description = "Go on although most rows left a table, or the file is another one.")
  private boolean allowMassDelete;

  @Option(
      names = "--triggered-by",
      paramLabel = "WHO",
      defaultValue = "manual",
      description = "Who asked, for the job record; ${DEFAULT-VALUE} where nothing is said.")
  private String triggeredBy;

  public SyncMode mode() {
    return full ? SyncMode.FULL : SyncMode.INCREMENTAL;
  }

  /** Whether far more deletes than usual are meant. */
  public MassDelete massDelete() {
    return allowMassDelete ? MassDelete.ALLOW : MassDelete.HOLD;
  }

  public String triggeredBy() {
    return triggeredBy;
  }
}
