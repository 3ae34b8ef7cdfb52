package dev.tributary.api;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A versioned, cluster-wide store of small JSON values. A write is durable when it returns; a read
 * that may be old says so in {@link StateEntry#stale()}. Thread-safe.
 */
public interface StateStore {

  Optional<StateEntry> get(String key);

  /** All entries whose key begins with {@code prefix}, by key. */
  List<StateEntry> list(String prefix);

  /**
   * Writes, deletes, or writes only if nobody else wrote since.
   *
   * @return the entry as written; empty when the condition of {@code write} did not hold
   * @throws TargetUnavailable when the store is away; nothing was acknowledged
   */
  Optional<StateEntry> write(StateWrite write);

  /**
   * Calls {@code onChange} for each later change below {@code prefix}, in version order per key, on
   * a thread of the store. A slow or throwing listener harms nobody else.
   *
   * @return ends the watch when closed
   */
  Watch watch(String prefix, Consumer<StateEntry> onChange);

  /** A running watch. {@code close()} may be called twice. */
  interface Watch extends AutoCloseable {
    @Override
    void close();
  }

  /** A store that lives and dies with this process; for tests and for a single JVM. */
  static StateStore inMemory() {
    return new InMemoryStateStore();
  }
}
