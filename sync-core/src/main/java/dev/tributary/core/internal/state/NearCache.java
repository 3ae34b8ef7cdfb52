package dev.tributary.core.internal.state;

import dev.tributary.api.Freshness;
import dev.tributary.api.Freshness.Origin;
import dev.tributary.api.StateEntry;
import dev.tributary.api.StateStatistics;
import dev.tributary.api.StateWrite;
import dev.tributary.api.TargetUnavailable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * A cache in front of a followed table. While the feed is heard its answers are the newest; while
 * it is not, they say that they are stale, and how old.
 */
public final class NearCache implements AutoCloseable {
  private final FollowedTable store;
  private final CacheSettings settings;
  private final LongSupplier nanoTime;
  private final CacheCounters counters = new CacheCounters();
  private final HeldEntries entries;
  private final RememberedLists lists = new RememberedLists();
  private final Refresher refresher;
  private final FeedListener listener;

  public NearCache(FollowedTable store, CacheSettings settings, LongSupplier nanoTime) {
    this.store = store;
    this.settings = settings;
    this.nanoTime = nanoTime;
    this.entries = new HeldEntries(settings, counters, nanoTime);
    this.refresher =
        new Refresher(store.table(), entries, nanoTime, "sync-state-refresh-" + store.node());
    this.listener = entries::hear;
    store.follow(listener);
  }

  public Optional<StateEntry> get(String key) {
    Optional<Held> found = entries.find(key);
    if (found.isEmpty()) {
      return load(key, found);
    }
    Held held = found.get();
    long now = nanoTime.getAsLong();
    if (isLive(held, now)) {
      return hit(key, held, now);
    }
    return held.hasValue() && ageOf(held, now) <= settings.maxStale().toNanos()
        ? stale(held, now)
        : load(key, found);
  }

  private boolean isLive(Held held, long now) {
    return entries.isCurrent(held) && store.follower().health().live(now);
  }

  private Optional<StateEntry> hit(String key, Held held, long now) {
    boolean due = now - held.readAgainAt() >= 0;
    if (due && !held.hasValue()) {
      return load(
          key,
          Optional.of(held)); // so nobody remembers a deleted entry longer than PostgreSQL does
    }
    if (due) {
      refresher.add(key, held);
    }
    counters.hit();
    return answer(held, Origin.CACHE, ageOf(held, now));
  }

  private Optional<StateEntry> stale(Held held, long now) {
    counters.stale();
    return answer(held, Origin.CACHE_IN_OUTAGE, ageOf(held, now));
  }

  /**
   * Since it was last known to be the newest: read itself, or not named by a feed that was read.
   */
  private long ageOf(Held held, long now) {
    long read = now - held.checkedAt();
    long confirmed = now - store.follower().health().readAt();
    return Math.max(0, entries.isCurrent(held) ? Math.min(read, confirmed) : read);
  }

  private static Optional<StateEntry> answer(Held held, Origin origin, long ageNanos) {
    return held.entry()
        .filter(entry -> !entry.deleted())
        .map(entry -> entry.with(new Freshness(origin, Duration.ofNanos(ageNanos))));
  }

  private Optional<StateEntry> load(String key, Optional<Held> before) {
    counters.miss();
    Load mine = entries.newLoad(before);
    Load running = entries.begin(key, mine);
    if (running != mine) {
      return answer(running.await(), Origin.STORE, 0);
    }
    try {
      Held newest = entries.end(key, mine, store.table().find(key));
      mine.answered(newest);
      return answer(newest, Origin.STORE, 0);
    } catch (RuntimeException | Error e) {
      entries.abandon(key, mine);
      mine.failed(e);
      throw e;
    }
  }

  public List<StateEntry> list(String prefix) {
    long generation = entries.generation();
    long askedAt = nanoTime.getAsLong();
    try {
      List<StateEntry> read = store.list(prefix);
      read.forEach(entry -> entries.listed(entry, generation, askedAt));
      lists.remember(prefix, read, askedAt);
      return read;
    } catch (TargetUnavailable e) {
      return remembered(prefix).orElseThrow(() -> e);
    }
  }

  private Optional<List<StateEntry>> remembered(String prefix) {
    long now = nanoTime.getAsLong();
    return lists
        .find(prefix)
        .filter(listed -> now - listed.readAt() <= settings.maxStale().toNanos())
        .map(listed -> listed.entries().stream().flatMap(e -> newest(e, listed, now)).toList());
  }

  /** A list must not fall behind what a read of one of its keys would say. */
  private Stream<StateEntry> newest(StateEntry entry, RememberedLists.Listed listed, long now) {
    counters.stale();
    Held read = new Held(Optional.of(entry), entries.generation(), listed.readAt(), now);
    Held held = entries.find(entry.key()).map(read::newer).orElse(read);
    return answer(held, Origin.CACHE_IN_OUTAGE, now - listed.readAt()).stream();
  }

  /** Writes by {@code how}, then lets this node read what it wrote. */
  public Optional<StateEntry> write(
      StateWrite write, Function<StateWrite, Optional<StateEntry>> how) {
    long generation = entries.generation();
    long askedAt = nanoTime.getAsLong();
    Optional<StateEntry> written = how.apply(write);
    written.ifPresent(entry -> entries.written(entry, generation, askedAt));
    return written;
  }

  public StateStatistics statistics() {
    long lag = nanoTime.getAsLong() - store.follower().health().readAt();
    return counters.with(entries.size(), Duration.ofNanos(Math.max(0, lag)));
  }

  @Override
  public void close() {
    store.follower().leave(listener);
    refresher.close();
  }
}
