package dev.tributary.core.internal.run;

import dev.tributary.api.ClusterName;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.ConflictPolicy;
import dev.tributary.api.ConnectionSource;
import dev.tributary.api.LeaderElector;
import dev.tributary.api.Leadership;
import dev.tributary.api.SyncListener;
import dev.tributary.api.TargetUnavailable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;

/**
 * What an engine works with.
 *
 * @param dataDirectory private copies and the local index; all of it may be lost
 * @param conflicts who decides when others changed a row, too
 * @param limits numbers
 */
public record EngineSettings(
    ConnectionSource connections,
    LeaderElector elector,
    ClusterName cluster,
    Path dataDirectory,
    SyncListener listener,
    ConflictPolicy conflicts,
    Limits limits) {

  public EngineSettings {
    Objects.requireNonNull(connections, "connections");
    Objects.requireNonNull(elector, "elector");
    Objects.requireNonNull(cluster, "cluster");
    Objects.requireNonNull(dataDirectory, "dataDirectory");
    Objects.requireNonNull(listener, "listener");
    Objects.requireNonNull(conflicts, "conflicts");
    Objects.requireNonNull(limits, "limits");
  }

  /** Waits to lead, as long as the limits say. */
  Leadership lead() {
    try {
      return elector.await(limits.leaderWait());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TargetUnavailable("interrupted while waiting to lead", e);
    }
  }

  /**
   * Bounds of a run.
   *
   * @param massDeletePercent more than this part of a table's rows leaving it holds the client...
   * @param massDeleteRows ...if it is more than this many rows as well
   * @param maxCellBytes larger cells are refused by name into quarantine
   * @param bulkBytes files of at least this size are loaded in committed pieces at first
   * @param pieceBytes what a lane sends before it commits
   * @param lanes connections of an initial load
   * @param leaderWait how long a run waits to lead
   */
  public record Limits(
      int massDeletePercent,
      long massDeleteRows,
      long maxCellBytes,
      long bulkBytes,
      long pieceBytes,
      int lanes,
      Duration leaderWait) {

    public Limits {
      require(
          massDeletePercent >= 0 && massDeletePercent <= 100,
          "massDeletePercent",
          massDeletePercent);
      require(massDeleteRows >= 0, "massDeleteRows", massDeleteRows);
      require(maxCellBytes >= 1024, "maxCellBytes", maxCellBytes);
      require(pieceBytes >= 1024, "pieceBytes", pieceBytes);
      require(lanes >= 1 && lanes <= 2, "lanes", lanes);
      Objects.requireNonNull(leaderWait, "leaderWait");
    }

    /** Other limits of the guard against mass deletes. */
    public Limits withMassDelete(int percent, long rows) {
      return new Limits(percent, rows, maxCellBytes, bulkBytes, pieceBytes, lanes, leaderWait);
    }

    private static void require(boolean holds, String name, long value) {
      if (!holds) {
        throw new ConfigurationInvalid(name + " of " + value + " is out of range");
      }
    }

    /** The largest cell that this JVM's heap can carry a few copies of. */
    public static Limits defaults() {
      long cell = Math.max(1L << 20, Math.min(Runtime.getRuntime().maxMemory() / 8, 256L << 20));
      return new Limits(20, 100, cell, 16L << 20, 64L << 20, 2, Duration.ofSeconds(5));
    }
  }
}
