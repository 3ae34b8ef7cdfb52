package dev.tributary.api;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The trivial {@link StateStore}: a map. A deleted key keeps its version, so versions only grow.
 */
final class InMemoryStateStore implements StateStore {
  private record Slot(StateEntry entry, boolean deleted) {}

  private record Watcher(String prefix, Consumer<StateEntry> onChange) {}

  // Guarded by this
  private final Map<String, Slot> slots = new TreeMap<>();
  private final List<Watcher> watchers = new CopyOnWriteArrayList<>();

  @Override
  public synchronized Optional<StateEntry> get(String key) {
    Slot slot = slots.get(key);
    return slot == null || slot.deleted() ? Optional.empty() : Optional.of(slot.entry());
  }

  @Override
  public synchronized List<StateEntry> list(String prefix) {
    return slots.values().stream()
        .filter(slot -> !slot.deleted() && slot.entry().key().startsWith(prefix))
        .map(Slot::entry)
        .toList();
  }

  @Override
  public synchronized Optional<StateEntry> write(StateWrite write) {
    Slot old = slots.get(write.key());
    long visible = old == null || old.deleted() ? 0 : old.entry().version();
    if (write.expectedVersion().isPresent() && write.expectedVersion().getAsLong() != visible) {
      return Optional.empty();
    }
    long version = old == null ? 1 : old.entry().version() + 1;
    Json value = write.value().orElse(new Json("null"));
    StateEntry entry =
        new StateEntry(write.key(), value, version, Instant.now(), write.writer(), false);
    slots.put(write.key(), new Slot(entry, write.value().isEmpty()));
    for (Watcher watcher : watchers) {
      if (write.key().startsWith(watcher.prefix())) {
        watcher.onChange().accept(entry);
      }
    }
    return Optional.of(entry);
  }

  @Override
  public Watch watch(String prefix, Consumer<StateEntry> onChange) {
    Watcher watcher =
        new Watcher(
            Objects.requireNonNull(prefix, "prefix"), Objects.requireNonNull(onChange, "onChange"));
    watchers.add(watcher);
    return () -> watchers.remove(watcher);
  }
}
