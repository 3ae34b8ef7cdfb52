package dev.tributary.core.internal.state;

import dev.tributary.api.StateEntry;
import java.util.Optional;

/**
 * What a cache holds of one key.
 *
 * @param entry the newest that is known, also one that says "deleted"; empty: the store has nothing
 * @param checkedAt nanoTime before the read that brought it
 * @param readAgainAt nanoTime from which on it is asked for again
 */
record Held(Optional<StateEntry> entry, long generation, long checkedAt, long readAgainAt) {
  /** Objects, references and the map's own share. */
  private static final int OVERHEAD = 200;

  long version() {
    return entry.map(StateEntry::version).orElse(0L);
  }

  /** There is a value, not only the knowledge that there is none. */
  boolean hasValue() {
    return entry.isPresent() && !entry.get().deleted();
  }

  Held newer(Held other) {
    return other.version() > version() ? other : this;
  }

  static int weight(String key, Held held) {
    int value = held.entry().map(entry -> entry.value().text().length()).orElse(0);
    return OVERHEAD + 2 * (key.length() + value);
  }
}
