package dev.tributary.core;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.Leadership;
import dev.tributary.api.StateEntry;
import dev.tributary.api.StateStatistics;
import dev.tributary.api.StateStore;
import dev.tributary.api.StateWrite;
import dev.tributary.core.internal.state.CacheSettings;
import dev.tributary.core.internal.state.NearCache;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A state store with a cache of this node in front. Other nodes' writes arrive through the store's
 * feed; a node reads its own writes at once, and what it reads of a key never goes back.
 *
 * <p>While the store is away, values that the cache holds are answered with {@link
 * StateEntry#stale()} and their age, and so are lists that were read before; what it cannot answer,
 * and every write, fails with {@link dev.tributary.api.TargetUnavailable}.
 *
 * <p>It has one daemon thread, {@code sync-state-refresh-<node>}. {@link #close} ends it, may be
 * called twice, and leaves the store open; close this before the store.
 */
public final class CachingStateStore implements StateStore, AutoCloseable {
  private final StateStore store;
  private final NearCache cache;
  private final FencedWrite fence;

  private CachingStateStore(StateStore store, NearCache cache, FencedWrite fence) {
    this.store = store;
    this.cache = cache;
    this.fence = fence;
  }

  private interface FencedWrite {
    Optional<StateEntry> run(StateWrite write, Leadership leadership);
  }

  /** A cache with the usual settings. */
  public static CachingStateStore over(PostgresStateStore store) {
    return builder(store).open();
  }

  /** A cache with the usual settings. */
  public static CachingStateStore over(SqliteStateStore store) {
    return builder(store).open();
  }

  public static Builder builder(PostgresStateStore store) {
    return new Builder(
        store,
        settings -> new NearCache(store.followed(), settings, store.parts().nanoTime()),
        store.parts()::write);
  }

  public static Builder builder(SqliteStateStore store) {
    return new Builder(
        store,
        settings -> new NearCache(store.followed(), settings, store.parts().nanoTime()),
        (write, leadership) -> {
          throw new ConfigurationInvalid(
              "a term of leadership is proven in PostgreSQL; state in a SQLite file has no fence");
        });
  }

  @Override
  public Optional<StateEntry> get(String key) {
    return cache.get(Objects.requireNonNull(key, "key"));
  }

  @Override
  public List<StateEntry> list(String prefix) {
    return cache.list(Objects.requireNonNull(prefix, "prefix"));
  }

  @Override
  public Optional<StateEntry> write(StateWrite write) {
    return cache.write(write, store::write);
  }

  @Override
  public Watch watch(String prefix, Consumer<StateEntry> onChange) {
    return store.watch(prefix, onChange);
  }

  /**
   * The same for a leader: its writes commit only while this term lasts.
   *
   * @throws dev.tributary.api.LeadershipLost from its {@code write}, when the term is over
   * @throws ConfigurationInvalid from its {@code write}, when the store is a SQLite file
   */
  public StateStore fencedBy(Leadership leadership) {
    Objects.requireNonNull(leadership, "leadership");
    return new FencedStateStore(
        this, write -> cache.write(write, fenced -> fence.run(fenced, leadership)));
  }

  /** Since it was opened. */
  public StateStatistics statistics() {
    return cache.statistics();
  }

  @Override
  public void close() {
    cache.close();
  }

  /** How much the cache keeps, and for how long. */
  public static final class Builder {
    private final StateStore store;
    private final Function<CacheSettings, NearCache> cache;
    private final FencedWrite fence;
    private CacheSettings settings = CacheSettings.defaults();

    private Builder(StateStore store, Function<CacheSettings, NearCache> cache, FencedWrite fence) {
      this.store = Objects.requireNonNull(store, "store");
      this.cache = cache;
      this.fence = fence;
    }

    /** After about so long a value is read again, though nobody said that it changed; 5 min. */
    public Builder ttl(Duration value) {
      settings = settings.withTtl(value);
      return this;
    }

    /** How old an answer may be while the store is away; 1 h. */
    public Builder maxStale(Duration value) {
      settings = settings.withMaxStale(value);
      return this;
    }

    /** About how much memory the values may take; 32 MiB. */
    public Builder maxBytes(long value) {
      settings = settings.withMaxBytes(value);
      return this;
    }

    public CachingStateStore open() {
      return new CachingStateStore(store, cache.apply(settings), fence);
    }
  }
}
