package dev.tributary.core.internal.state;

import dev.tributary.api.StateEntry;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The last lists that were read, for the time of an outage: a few, and none that is large. */
final class RememberedLists {
  private static final int MOST_LISTS = 16;
  private static final int MOST_ENTRIES = 1_000;

  /**
   * @param readAt nanoTime before it was read
   */
  record Listed(List<StateEntry> entries, long readAt) {}

  // Guarded by this; the one that was used longest ago comes first
  private final Map<String, Listed> lists = new LinkedHashMap<>(16, 0.75f, true);

  synchronized void remember(String prefix, List<StateEntry> entries, long readAt) {
    lists.remove(prefix);
    if (entries.isEmpty() || entries.size() > MOST_ENTRIES) {
      return; // an empty answer cannot say that it is stale
    }
    lists.put(prefix, new Listed(List.copyOf(entries), readAt));
    if (lists.size() > MOST_LISTS) {
      lists.remove(lists.keySet().iterator().next());
    }
  }

  synchronized Optional<Listed> find(String prefix) {
    return Optional.ofNullable(lists.get(prefix));
  }
}
