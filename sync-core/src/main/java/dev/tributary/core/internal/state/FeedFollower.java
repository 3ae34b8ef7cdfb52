package dev.tributary.core.internal.state;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.StateEntry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the feed whenever the bell rings, and from time to time without.
 *
 * <p>Each version reaches each listener once and in order, whatever was lost or repeated on the
 * way: a page begins at the horizon of the page before it, so only that page can be repeated.
 */
final class FeedFollower implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FeedFollower.class);

  /** Many rings in a row are answered by one read. */
  private static final long SHORTEST_GAP = 20_000_000L;

  private static final long RETRY = 1_000_000_000L;

  private final EntryTable table;
  private final Bell bell;
  private final Pulse pulse;
  private final LongSupplier nanoTime;
  private final String threadName;
  private final List<FeedListener> listeners = new CopyOnWriteArrayList<>();

  // Guarded by this
  private Optional<String> identity = Optional.empty();
  private OptionalLong horizon = OptionalLong.empty();
  private Map<String, Long> lastPage = Map.of();
  private long generation = 1;

  // Written only under this, but for close()
  private volatile Optional<NodeThread> thread = Optional.empty();
  private volatile boolean closed;

  // Written only under this
  private volatile FeedHealth health;

  FeedFollower(EntryTable table, Bell bell, Pulse pulse, LongSupplier nanoTime, String threadName) {
    this.table = table;
    this.bell = bell;
    this.pulse = pulse;
    this.nanoTime = nanoTime;
    this.threadName = threadName;
    this.health = new FeedHealth(true, nanoTime.getAsLong(), RETRY);
  }

  /**
   * From now on the listener hears what is written. When the table is away it hears everything once
   * the table is back.
   */
  synchronized void follow(FeedListener listener) {
    if (closed) {
      throw new ConfigurationInvalid("this state store is closed");
    }
    readOrNote();
    listeners.add(listener);
    if (thread.isEmpty()) {
      thread = Optional.of(NodeThread.started(threadName, this::followUntilClosed));
    }
  }

  void leave(FeedListener listener) {
    listeners.remove(listener);
  }

  FeedHealth health() {
    return health;
  }

  private void followUntilClosed() throws InterruptedException {
    while (!closed) {
      bell.await(health.interval());
      bell.pause(health.readAt() + SHORTEST_GAP - nanoTime.getAsLong());
      readOrNote();
    }
  }

  /** A failure is the state of the world here, not the end: the thread lives on. */
  private synchronized void readOrNote() {
    if (closed) {
      return;
    }
    long asked = nanoTime.getAsLong();
    try {
      read();
    } catch (RuntimeException | Error e) {
      if (!health.away()) {
        LOG.warn("the state store is away; caches answer for it: {}", e.getMessage());
      }
      LOG.debug("the feed of the state could not be read", e);
      health = new FeedHealth(true, health.readAt(), RETRY);
      return;
    }
    pulse.afterRead();
    health = new FeedHealth(false, asked, pulse.interval());
  }

  private void read() {
    OptionalLong from = horizon.isEmpty() && !listeners.isEmpty() ? OptionalLong.of(0) : horizon;
    FeedPage page = table.page(from);
    boolean whole = from.equals(OptionalLong.of(0));
    while (isAnother(page)) {
      LOG.warn("another database, or another life of it, keeps the state now: all is read again");
      generation++;
      identity = Optional.of(page.identity());
      horizon = OptionalLong.empty();
      page = table.page(OptionalLong.of(0));
      whole = true;
    }
    identity = Optional.of(page.identity());
    horizon = OptionalLong.of(page.horizon());
    tell(page, whole);
  }

  private boolean isAnother(FeedPage page) {
    return (identity.isPresent() && !identity.get().equals(page.identity()))
        || (horizon.isPresent() && page.horizon() < horizon.getAsLong());
  }

  private void tell(FeedPage page, boolean whole) {
    Map<String, Long> before = whole ? Map.of() : lastPage;
    List<StateEntry> news =
        page.changes().stream()
            .filter(entry -> before.getOrDefault(entry.key(), 0L) < entry.version())
            .toList();
    Map<String, Long> versions = new HashMap<>();
    page.changes().forEach(entry -> versions.merge(entry.key(), entry.version(), Math::max));
    lastPage = versions;
    if (whole || !news.isEmpty()) {
      FeedNews told = new FeedNews(generation, whole, news);
      listeners.forEach(listener -> listener.hear(told));
    }
  }

  /** A read under way is waited for, a little. */
  @Override
  public void close() {
    closed = true;
    thread.ifPresent(NodeThread::close);
  }
}
