package dev.tributary.core.internal.state;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.StateEntry;
import dev.tributary.api.StateStore;
import dev.tributary.api.StateWrite;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A table with the follower of its feed and the watches on it: what both real stores are made of.
 */
public final class FollowedTable implements StateStore, AutoCloseable {
  private static final int MOST_WATCHES = 200;

  private final EntryTable table;
  private final FeedFollower follower;
  private final Bell bell;
  private final String node;
  private final Runnable begin;
  private final Set<RunningWatch> watches = ConcurrentHashMap.newKeySet();
  private final AtomicInteger numbers = new AtomicInteger();

  /**
   * @param begin called before each watch begins
   */
  FollowedTable(EntryTable table, FeedFollower follower, Bell bell, String node, Runnable begin) {
    this.table = table;
    this.follower = follower;
    this.bell = bell;
    this.node = node;
    this.begin = begin;
  }

  @Override
  public Optional<StateEntry> get(String key) {
    return table.find(Objects.requireNonNull(key, "key")).filter(entry -> !entry.deleted());
  }

  @Override
  public List<StateEntry> list(String prefix) {
    return table.list(Objects.requireNonNull(prefix, "prefix"));
  }

  @Override
  public Optional<StateEntry> write(StateWrite write) {
    return written(table.write(write));
  }

  /** Own watches need not wait for a notification to come back. */
  public Optional<StateEntry> written(Optional<StateEntry> entry) {
    entry.ifPresent(done -> bell.ring());
    return entry;
  }

  @Override
  public Watch watch(String prefix, Consumer<StateEntry> onChange) {
    if (watches.size() >= MOST_WATCHES) {
      throw new ConfigurationInvalid(
          "this store has %d watches already: close some, or share one".formatted(MOST_WATCHES));
    }
    WatchQueue queue =
        new WatchQueue(
            Objects.requireNonNull(prefix, "prefix"), Objects.requireNonNull(onChange, "onChange"));
    follow(queue);
    RunningWatch watch = new RunningWatch(queue);
    watches.add(watch);
    return watch;
  }

  void follow(FeedListener listener) {
    begin.run();
    follower.follow(listener);
  }

  EntryTable table() {
    return table;
  }

  FeedFollower follower() {
    return follower;
  }

  String node() {
    return node;
  }

  @Override
  public void close() {
    follower.close();
    watches.forEach(RunningWatch::close);
  }

  private final class RunningWatch implements Watch {
    private final WatchQueue queue;
    private final NodeThread thread;

    RunningWatch(WatchQueue queue) {
      this.queue = queue;
      this.thread =
          NodeThread.started(
              "sync-state-watch-" + numbers.incrementAndGet() + "-" + node,
              queue::deliverUntilOver);
    }

    @Override
    public void close() {
      follower.leave(queue);
      queue.end();
      thread.close();
      watches.remove(this);
    }
  }
}
