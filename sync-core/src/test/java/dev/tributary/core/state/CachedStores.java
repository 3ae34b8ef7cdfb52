package dev.tributary.core.state;

import dev.tributary.api.StateStore;
import dev.tributary.core.CachingStateStore;
import dev.tributary.test.state.StateStores;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The same nodes, each with a cache of its own. */
final class CachedStores implements StateStores {
  private final PostgresStores stores;
  private final List<CachingStateStore> caches = new CopyOnWriteArrayList<>();

  CachedStores(PostgresStores stores) {
    this.stores = stores;
  }

  @Override
  public StateStore node() {
    return cached();
  }

  CachingStateStore cached() {
    CachingStateStore cache = CachingStateStore.over(stores.plain());
    caches.add(cache);
    return cache;
  }

  @Override
  public void loseHalfOfTheWakeUps(long seed) {
    stores.loseHalfOfTheWakeUps(seed);
  }

  @Override
  public void close() {
    caches.forEach(CachingStateStore::close);
    stores.close();
  }
}
