package dev.tributary.server.engine;

import dev.tributary.api.ClusterName;
import dev.tributary.api.ConflictPolicy;
import dev.tributary.api.LeaderElector;
import dev.tributary.api.NodeId;
import dev.tributary.api.SyncEngine;
import dev.tributary.api.SyncListener;
import dev.tributary.conflict.ConfiguredConflicts;
import dev.tributary.core.MirrorEngine;
import dev.tributary.server.database.Target;
import java.nio.file.Path;

/** An engine for one command: it leads its cluster while it writes, and leaves nothing behind. */
public final class EngineSession implements AutoCloseable {
  private final Target target;
  private final LeaderElector elector;
  private final SyncEngine engine;

  private EngineSession(Target target, LeaderElector elector, SyncEngine engine) {
    this.target = target;
    this.elector = elector;
    this.engine = engine;
  }

  /** Takes the target over, also when it fails. Conflicts go by the built-in rules. */
  public static EngineSession open(
      Target target, ClusterName cluster, NodeId node, Path directory, SyncListener listener) {
    return open(target, cluster, node, directory, listener, ConfiguredConflicts.builtIn());
  }

  /** Takes the target over, also when it fails. */
  public static EngineSession open(
      Target target,
      ClusterName cluster,
      NodeId node,
      Path directory,
      SyncListener listener,
      ConflictPolicy conflicts) {
    LeaderElector elector = LeaderElector.single(node, cluster, target.connections());
    try {
      SyncEngine engine =
          MirrorEngine.builder()
              .connections(target.connections())
              .elector(elector)
              .cluster(cluster)
              .dataDirectory(directory.resolve("engine"))
              .listener(listener)
              .conflicts(conflicts)
              .open();
      return new EngineSession(target, elector, engine);
    } catch (RuntimeException e) {
      elector.close();
      target.close();
      throw e;
    }
  }

  public SyncEngine engine() {
    return engine;
  }

  /** Works for an interrupted thread as well: its lease has to be given back all the same. */
  @Override
  public void close() {
    boolean interrupted = Thread.interrupted();
    try (target;
        elector;
        engine) {
      // closed in this order: engine, elector, target, each also when the one before failed
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
