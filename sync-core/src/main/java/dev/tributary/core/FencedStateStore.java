package dev.tributary.core;

import dev.tributary.api.StateEntry;
import dev.tributary.api.StateStore;
import dev.tributary.api.StateWrite;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** A store whose writes prove a term of leadership at their commit; all else is the store's. */
final class FencedStateStore implements StateStore {
  private final StateStore store;
  private final Function<StateWrite, Optional<StateEntry>> fencedWrite;

  FencedStateStore(StateStore store, Function<StateWrite, Optional<StateEntry>> fencedWrite) {
    this.store = store;
    this.fencedWrite = fencedWrite;
  }

  @Override
  public Optional<StateEntry> get(String key) {
    return store.get(key);
  }

  @Override
  public List<StateEntry> list(String prefix) {
    return store.list(prefix);
  }

  @Override
  public Optional<StateEntry> write(StateWrite write) {
    return fencedWrite.apply(write);
  }

  @Override
  public Watch watch(String prefix, Consumer<StateEntry> onChange) {
    return store.watch(prefix, onChange);
  }
}
