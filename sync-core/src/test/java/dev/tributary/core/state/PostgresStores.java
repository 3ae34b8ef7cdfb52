package dev.tributary.core.state;

import dev.tributary.api.NodeId;
import dev.tributary.api.StateStore;
import dev.tributary.core.PostgresStateStore;
import dev.tributary.core.TestBuilders;
import dev.tributary.core.internal.state.StateSettings;
import dev.tributary.test.state.StateStores;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;

/** Nodes of one cluster. A poll comes after two seconds, so whatever is sooner was told. */
final class PostgresStores implements StateStores {
  private final StateDatabase database;
  private final SmallPool pool;
  private final List<PostgresStateStore> open = new CopyOnWriteArrayList<>();
  // Guarded by this
  private Random losses;

  PostgresStores(StateDatabase database) {
    this.database = database;
    this.pool = new SmallPool(database.connections(StateDatabase.CLUSTER));
  }

  @Override
  public StateStore node() {
    return plain();
  }

  /** The same nodes, each with a cache in front. */
  CachedStores caching() {
    return new CachedStores(this);
  }

  PostgresStateStore plain() {
    PostgresStateStore store =
        TestBuilders.store(
                StateSettings.defaults()
                    .withIntervals(Duration.ofSeconds(3), Duration.ofSeconds(2))
                    .withRequest(Duration.ofSeconds(3))
                    .withHeard(this::arrives))
            .connections(pool)
            .listening(database.connections(StateDatabase.CLUSTER))
            .cluster(StateDatabase.CLUSTER)
            .node(new NodeId("n" + open.size()))
            .open();
    open.add(store);
    return store;
  }

  private synchronized boolean arrives(String notification) {
    return losses == null || losses.nextBoolean();
  }

  @Override
  public synchronized void loseHalfOfTheWakeUps(long seed) {
    losses = new Random(seed);
  }

  @Override
  public void close() {
    open.forEach(PostgresStateStore::close);
    pool.close();
  }
}
