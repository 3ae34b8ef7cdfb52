package dev.tributary.core.internal.state;

import dev.tributary.api.Freshness;
import dev.tributary.api.Json;
import dev.tributary.api.StateEntry;
import dev.tributary.api.StateWrite;
import dev.tributary.api.TargetUnavailable;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;

/** A table that a test changes behind the store's back, holds up, or takes away. */
final class FakeTable implements EntryTable {
  final Map<String, StateEntry> rows = new ConcurrentSkipListMap<>();
  final AtomicInteger finds = new AtomicInteger();
  final AtomicInteger batches = new AtomicInteger();
  volatile String identity = "first";
  volatile boolean away;

  /** Runs between the read of a value and its answer. */
  volatile Runnable beforeAnswer = () -> {};

  /** Runs between the read of a page and its answer. */
  volatile Runnable beforePage = () -> {};

  void set(String key, long version) {
    rows.put(key, entry(key, version, false));
  }

  void delete(String key, long version) {
    rows.put(key, entry(key, version, true));
  }

  static StateEntry entry(String key, long version, boolean deleted) {
    Json value = new Json(deleted ? "null" : "" + version);
    return new StateEntry(key, value, version, Instant.EPOCH, "test", deleted, Freshness.ASKED);
  }

  private void requirePresent() {
    if (away) {
      throw new TargetUnavailable("the table is away");
    }
  }

  @Override
  public Optional<StateEntry> find(String key) {
    requirePresent();
    finds.incrementAndGet();
    Optional<StateEntry> read = Optional.ofNullable(rows.get(key));
    beforeAnswer.run();
    return read;
  }

  @Override
  public List<StateEntry> findAll(Collection<String> keys) {
    requirePresent();
    batches.incrementAndGet();
    List<StateEntry> read =
        keys.stream().map(rows::get).filter(java.util.Objects::nonNull).toList();
    beforeAnswer.run();
    return read;
  }

  @Override
  public List<StateEntry> list(String prefix) {
    requirePresent();
    return rows.values().stream()
        .filter(row -> !row.deleted() && row.key().startsWith(prefix))
        .toList();
  }

  @Override
  public Optional<StateEntry> write(StateWrite write) {
    requirePresent();
    long version = Optional.ofNullable(rows.get(write.key())).map(StateEntry::version).orElse(0L);
    set(write.key(), version + 1);
    return Optional.of(rows.get(write.key()));
  }

  @Override
  public FeedPage page(OptionalLong from) {
    requirePresent();
    List<StateEntry> read = from.isPresent() ? List.copyOf(rows.values()) : List.of();
    beforePage.run();
    return new FeedPage(identity, 1, read);
  }
}
