package dev.tributary.core.internal.state;

import com.github.benmanes.caffeine.cache.Caffeine;
import dev.tributary.api.StateEntry;
import dev.tributary.api.StateStatistics.Invalidation;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;

/**
 * The entries that a cache holds. Within one generation an entry never goes back: whatever arrives,
 * and however late, the higher version stays. Each change of a key is one atomic step.
 */
final class HeldEntries {
  private static final double JITTER = 0.1;

  private final ConcurrentMap<String, Held> held;
  private final ConcurrentMap<String, Load> loads = new ConcurrentHashMap<>();
  private final CacheCounters counters;
  private final LongSupplier nanoTime;
  private final long ttlNanos;
  // Written only by the feed
  private volatile long generation = 1;

  HeldEntries(CacheSettings settings, CacheCounters counters, LongSupplier nanoTime) {
    this.counters = counters;
    this.nanoTime = nanoTime;
    this.ttlNanos = settings.ttl().toNanos();
    this.held =
        Caffeine.newBuilder()
            .maximumWeight(settings.maxBytes())
            .weigher(Held::weight)
            .executor(Runnable::run) // a cache has no business in the common pool
            .evictionListener((key, value, cause) -> counters.invalidated(Invalidation.EVICTED))
            .<String, Held>build()
            .asMap();
  }

  Optional<Held> find(String key) {
    return Optional.ofNullable(held.get(key));
  }

  boolean isCurrent(Held found) {
    return found.generation() == generation;
  }

  int size() {
    return held.size();
  }

  /** Begins to ask for a key; returns the one who asks already, if there is one. */
  Load begin(String key, Load mine) {
    Load running = loads.putIfAbsent(key, mine);
    return running == null ? mine : running;
  }

  Load newLoad(Optional<Held> before) {
    return new Load(generation, nanoTime.getAsLong(), before);
  }

  /** Keeps what was read, unless something newer was heard meanwhile; returns the newest. */
  Held end(String key, Load load, Optional<StateEntry> read) {
    Held fresh = fresh(read, load.generation(), load.askedAt());
    Held[] newest = {fresh};
    held.compute(
        key,
        (same, old) -> {
          newest[0] = load.newest(fresh);
          if (load.generation() != generation) {
            return old;
          }
          if (old != null && isCurrent(old) && !load.isOlder(old)) {
            newest[0] = newest[0].newer(old);
          }
          return newest[0];
        });
    loads.remove(key, load);
    return newest[0];
  }

  void abandon(String key, Load load) {
    loads.remove(key, load);
  }

  private Held fresh(Optional<StateEntry> entry, long bornIn, long askedAt) {
    double share = 1 - JITTER + 2 * JITTER * ThreadLocalRandom.current().nextDouble();
    return new Held(entry, bornIn, askedAt, askedAt + (long) (ttlNanos * share));
  }

  long generation() {
    return generation;
  }

  /** This node wrote it, in the generation in which the write began. */
  void written(StateEntry entry, long began, long askedAt) {
    Held news = fresh(Optional.of(entry), began, askedAt);
    held.compute(
        entry.key(),
        (key, old) -> {
          if (began != generation) {
            return null; // nobody knows which database it went to: it is read again
          }
          tellLoad(key, news);
          return old == null || !isCurrent(old)
              ? news
              : replaced(old, old.newer(news), Invalidation.OWN_WRITE);
        });
  }

  /** The feed says what others wrote. */
  void hear(FeedNews news) {
    long now = nanoTime.getAsLong();
    if (news.generation() != generation) {
      generation = news.generation();
      replaceAll(news, now);
    } else {
      news.changes().forEach(entry -> changed(fresh(Optional.of(entry), generation, now)));
    }
  }

  private void changed(Held news) {
    held.compute(
        news.entry().orElseThrow().key(),
        (key, old) -> {
          tellLoad(key, news);
          return old == null ? null : replaced(old, old.newer(news), Invalidation.CHANGED);
        });
  }

  private void tellLoad(String key, Held news) {
    Load load = loads.get(key);
    if (load != null) {
      load.hear(news);
    }
  }

  /** What another database had counts no more, however high its version. */
  private void replaceAll(FeedNews news, long now) {
    Map<String, StateEntry> present = new HashMap<>();
    news.changes().forEach(entry -> present.put(entry.key(), entry));
    for (String key : held.keySet()) {
      Held fresh = fresh(Optional.ofNullable(present.get(key)), generation, now);
      held.computeIfPresent(
          key,
          (same, old) -> {
            if (isCurrent(old)) {
              return old.newer(fresh);
            }
            counters.invalidated(Invalidation.NEW_GENERATION);
            return fresh.entry().isPresent() ? fresh : null;
          });
    }
  }

  /**
   * What was read again after its time. If the entry is still the one that was there before the
   * question, the store's answer counts even if it goes back: an administrator may have removed it.
   */
  void readAgain(String key, Held asked, Optional<StateEntry> read, long askedAt) {
    Held fresh = fresh(read, asked.generation(), askedAt);
    held.computeIfPresent(
        key,
        (same, old) -> {
          if (old == asked) {
            replaced(old, fresh, Invalidation.EXPIRED);
            return read.isPresent() ? fresh : null;
          }
          return old.generation() == fresh.generation() ? old.newer(fresh) : old;
        });
  }

  private Held replaced(Held old, Held now, Invalidation reason) {
    if (now.version() != old.version()) {
      counters.invalidated(reason);
    }
    return now;
  }

  /** A list was read: what is held of its keys is as new as the list. */
  void listed(StateEntry entry, long began, long askedAt) {
    if (began == generation) {
      Held news = fresh(Optional.of(entry), began, askedAt);
      held.computeIfPresent(
          entry.key(),
          (key, old) ->
              isCurrent(old) ? replaced(old, old.newer(news), Invalidation.CHANGED) : old);
    }
  }
}
