package dev.tributary.test.state;

import dev.tributary.api.StateEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What a watch was told, in order. */
public final class Heard implements Consumer<StateEntry> {
  // Guarded by this
  private final List<StateEntry> all = new ArrayList<>();

  @Override
  public synchronized void accept(StateEntry entry) {
    all.add(entry);
  }

  public synchronized List<StateEntry> all() {
    return List.copyOf(all);
  }

  /** As {@code key=value@version}, or {@code key-@version} for a delete. */
  public synchronized List<String> lines() {
    return all.stream().map(Heard::line).toList();
  }

  static String line(StateEntry entry) {
    String what = entry.deleted() ? "-" : "=" + entry.value();
    return entry.key() + what + "@" + entry.version();
  }

  /** The last that was told of each key. */
  public synchronized Map<String, StateEntry> last() {
    Map<String, StateEntry> byKey = new HashMap<>();
    all.forEach(entry -> byKey.put(entry.key(), entry));
    return byKey;
  }
}
