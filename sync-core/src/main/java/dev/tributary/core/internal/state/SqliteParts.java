package dev.tributary.core.internal.state;

import dev.tributary.api.NodeId;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** All that makes up the state store of one process on a SQLite file. */
public final class SqliteParts implements AutoCloseable {
  /** Nothing tells one process of another's write, and a look costs microseconds. */
  private static final Duration LOOK = Duration.ofMillis(200);

  private final SqliteFile file;
  private final FollowedTable store;
  private final LongSupplier nanoTime;

  public SqliteParts(Path path, NodeId node, InstantSource clock, LongSupplier nanoTime) {
    this.file = new SqliteFile(path);
    this.nanoTime = nanoTime;
    SqliteTable table = new SqliteTable(file, clock);
    Bell bell = new Bell();
    FeedFollower follower =
        new FeedFollower(
            table, bell, Pulse.every(LOOK.toNanos()), nanoTime, "sync-state-feed-" + node);
    this.store = new FollowedTable(table, follower, bell, node.value(), () -> {});
    table.page(OptionalLong.empty()); // a wrong file is told now, and not at the first read
  }

  public FollowedTable store() {
    return store;
  }

  public LongSupplier nanoTime() {
    return nanoTime;
  }

  @Override
  public void close() {
    store.close();
    file.close();
  }
}
