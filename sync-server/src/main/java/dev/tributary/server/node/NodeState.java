package dev.tributary.server.node;

import dev.tributary.api.ConnectionSource;
import dev.tributary.api.StateStore;
import dev.tributary.core.CachingStateStore;
import dev.tributary.core.PostgresStateStore;

/** The state of the cluster as this node keeps it; whoever changes a schedule in it is heard. */
record NodeState(PostgresStateStore store, CachingStateStore cache, StateStore.Watch schedules)
    implements AutoCloseable {
  private static final String SCHEDULES = "deployment.";

  /**
   * @param pool for reads and writes
   * @param changed hears that a schedule was changed; must return at once
   */
  static NodeState open(NodeSettings settings, ConnectionSource pool, Runnable changed) {
    PostgresStateStore store =
        PostgresStateStore.builder()
            .connections(pool)
            .listening(settings.database().connections())
            .cluster(settings.cluster())
            .node(settings.node())
            .open();
    CachingStateStore cache = CachingStateStore.builder(store).ttl(settings.cacheTtl()).open();
    return new NodeState(store, cache, cache.watch(SCHEDULES, entry -> changed.run()));
  }

  @Override
  public void close() {
    try (store;
        cache;
        schedules) {
      // closed in this order: watch, cache, store, each also when the one before failed
    }
  }
}
