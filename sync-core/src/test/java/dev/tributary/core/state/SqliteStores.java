package dev.tributary.core.state;

import dev.tributary.api.NodeId;
import dev.tributary.api.StateStore;
import dev.tributary.core.CachingStateStore;
import dev.tributary.core.SqliteStateStore;
import dev.tributary.test.state.StateStores;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Nodes on one SQLite file, each with a connection of its own as another process would have. */
final class SqliteStores implements StateStores {
  private final Path file;
  private final Kind kind;
  private final List<AutoCloseable> open = new CopyOnWriteArrayList<>();

  enum Kind {
    PLAIN,
    CACHING
  }

  SqliteStores(Path file, Kind kind) {
    this.file = file;
    this.kind = kind;
  }

  @Override
  public StateStore node() {
    SqliteStateStore store = SqliteStateStore.open(file, new NodeId("n" + open.size()));
    open.add(0, store);
    if (kind == Kind.PLAIN) {
      return store;
    }
    CachingStateStore cache = CachingStateStore.over(store);
    open.add(0, cache);
    return cache;
  }

  @Override
  public void close() {
    for (AutoCloseable one : open) {
      try {
        one.close();
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
  }
}
