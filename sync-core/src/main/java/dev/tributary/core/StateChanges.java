package dev.tributary.core;

import dev.tributary.api.StateEntry;
import java.util.List;
import java.util.Objects;

/**
 * What was written to a state store since an earlier look.
 *
 * @param entries the newest version of each key, deletes included; may repeat what the look before
 *     had
 * @param mark names this look; the next one begins there and misses nothing
 * @param scope whether the earlier look counts still
 */
public record StateChanges(List<StateEntry> entries, String mark, Scope scope) {
  /** What the entries are. */
  public enum Scope {
    /** Those that were written since. */
    SINCE,
    /** All: another database, or another life of it, keeps the state now. */
    ALL
  }

  public StateChanges {
    entries = List.copyOf(entries);
    Objects.requireNonNull(mark, "mark");
    Objects.requireNonNull(scope, "scope");
  }
}
