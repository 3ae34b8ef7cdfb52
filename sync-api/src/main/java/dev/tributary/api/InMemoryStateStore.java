package dev.tributary.api;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * The trivial {@link StateStore}: a map. A deleted key keeps its version, so versions only grow.
 */
final class InMemoryStateStore implements StateStore {
  private final InstantSource clock;
  // Guarded by this
  private final Map<String, StateEntry> entries = new TreeMap<>();
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();

  InMemoryStateStore(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public synchronized Optional<StateEntry> get(String key) {
    return Optional.ofNullable(entries.get(key)).filter(entry -> !entry.deleted());
  }

  @Override
  public synchronized List<StateEntry> list(String prefix) {
    return entries.values().stream()
        .filter(entry -> !entry.deleted() && entry.key().startsWith(prefix))
        .toList();
  }

  @Override
  public synchronized Optional<StateEntry> write(StateWrite write) {
    Optional<StateEntry> old = get(write.key());
    long version = old.map(StateEntry::version).orElse(0L);
    boolean refused =
        write.expectedVersion().isPresent() && write.expectedVersion().getAsLong() != version;
    if (refused || (write.value().isEmpty() && old.isEmpty())) {
      return Optional.empty();
    }
    StateEntry entry = next(write);
    entries.put(write.key(), entry);
    listeners.forEach(listener -> listener.tell(entry));
    return Optional.of(entry);
  }

  private StateEntry next(StateWrite write) {
    StateEntry last = entries.get(write.key());
    return new StateEntry(
        write.key(),
        write.value().orElse(new Json("null")),
        last == null ? 1 : last.version() + 1,
        Instant.ofEpochMilli(clock.millis()),
        write.writer(),
        write.value().isEmpty(),
        Freshness.ASKED);
  }

  @Override
  public Watch watch(String prefix, Consumer<StateEntry> onChange) {
    Listener listener =
        new Listener(
            Objects.requireNonNull(prefix, "prefix"), Objects.requireNonNull(onChange, "onChange"));
    listeners.add(listener);
    return () -> {
      listeners.remove(listener);
      listener.end();
    };
  }

  /** One watch with a thread of its own, so that it can hold up nobody but itself. */
  private static final class Listener {
    private final String prefix;
    private final Consumer<StateEntry> onChange;
    private final AtomicBoolean over = new AtomicBoolean();
    private final ExecutorService thread =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread thread = new Thread(work, "sync-state-watch");
              thread.setDaemon(true);
              // there is no logger here, and a listener's failure is its own
              thread.setUncaughtExceptionHandler((self, failure) -> {});
              return thread;
            });

    Listener(String prefix, Consumer<StateEntry> onChange) {
      this.prefix = prefix;
      this.onChange = onChange;
    }

    synchronized void tell(StateEntry entry) {
      if (entry.key().startsWith(prefix) && !over.get()) {
        thread.execute(
            () -> {
              if (!over.get()) {
                onChange.accept(entry);
              }
            });
      }
    }

    synchronized void end() {
      over.set(true);
      thread.shutdown();
    }
  }
}
