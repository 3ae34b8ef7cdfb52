package dev.tributary.server.engine;

import dev.tributary.api.ClusterName;
import dev.tributary.api.NodeId;
import dev.tributary.api.StateStore;
import dev.tributary.core.PostgresStateStore;
import dev.tributary.server.database.Target;

/** The state store of one command; closing it ends what the command started. */
public final class StateSession implements AutoCloseable {
  private final Target target;
  private final PostgresStateStore store;

  private StateSession(Target target, PostgresStateStore store) {
    this.target = target;
    this.store = store;
  }

  /** Takes over the target. */
  public static StateSession open(Target target, ClusterName cluster, NodeId node) {
    return new StateSession(
        target,
        PostgresStateStore.builder()
            .connections(target.connections())
            .cluster(cluster)
            .node(node)
            .open());
  }

  public StateStore store() {
    return store;
  }

  @Override
  public void close() {
    try (target;
        store) {
      // closed in this order: store, target, each also when the one before failed
    }
  }
}
