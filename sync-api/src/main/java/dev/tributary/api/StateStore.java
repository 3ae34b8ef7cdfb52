package dev.tributary.api;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * A versioned, cluster-wide store of small JSON values. A write is durable when it returns; a read
 * that may be old says so in {@link StateEntry#stale()}. Thread-safe.
 */
public interface StateStore {

  /**
   * @throws TargetUnavailable when the store is away and no cache may answer for it
   */
  Optional<StateEntry> get(String key);

  /**
   * All entries whose key begins with {@code prefix}, by key.
   *
   * @throws TargetUnavailable when the store is away and no cache may answer for it
   */
  List<StateEntry> list(String prefix);

  /**
   * Writes, deletes, or writes only if nobody else wrote since. Who writes reads his own write.
   *
   * @return the entry as written; empty when the condition of {@code write} did not hold, or when
   *     there was nothing to delete
   * @throws TargetUnavailable when the store is away; the message says whether the write may have
   *     happened
   * @throws ConfigurationInvalid when the store refuses this key or value; nothing was changed
   * @throws UnknownClient when the key is the schedule of a client that there is not
   */
  Optional<StateEntry> write(StateWrite write);

  /**
   * Calls {@code onChange} with the newest version of each key below {@code prefix} that changes
   * later, deletes included, in version order per key, on a thread of the store. A version that was
   * overtaken before it was delivered may be left out. A slow or throwing listener harms nobody
   * else. A watch that begins while the store is away hears all entries when it is back, and after
   * a crash of the store a watch may hear again what it knows.
   *
   * @return ends the watch when closed
   */
  Watch watch(String prefix, Consumer<StateEntry> onChange);

  /** A running watch. {@code close()} may be called twice; nothing begins to be told after it. */
  interface Watch extends AutoCloseable {
    @Override
    void close();
  }

  /** A store that lives and dies with this process; for tests and for a single JVM. */
  static StateStore inMemory() {
    return new InMemoryStateStore(InstantSource.system());
  }
}
