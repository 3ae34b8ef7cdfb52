package dev.tributary.test.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.api.Json;
import dev.tributary.api.StateEntry;
import dev.tributary.api.StateStore;
import dev.tributary.api.StateWrite;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Reads and writes at random, by a seed, and checks that what it reads of a key never goes back,
 * not even behind what it wrote itself.
 */
final class RandomNode {
  private static final int KEYS = 8;

  private final StateStore store;
  private final Random random;
  private final Map<String, Long> seen = new HashMap<>();

  RandomNode(StateStore store, long seed) {
    this.store = store;
    this.random = new Random(seed);
  }

  StateStore store() {
    return store;
  }

  void run(int steps) {
    for (int i = 0; i < steps; i++) {
      step("key" + random.nextInt(KEYS));
    }
  }

  private void step(String key) {
    switch (random.nextInt(10)) {
      case 0, 1 -> note(store.write(put(key)));
      case 2 -> note(store.write(put(key).ifVersion(seen.getOrDefault(key, 0L))));
      case 3 -> note(store.write(StateWrite.delete(key, "random")));
      default -> read(key);
    }
  }

  private StateWrite put(String key) {
    return StateWrite.put(key, new Json("" + random.nextInt(1_000_000)), "random");
  }

  private void note(Optional<StateEntry> written) {
    written.ifPresent(
        entry -> {
          assertThat(entry.version())
              .as("what was written to %s", entry.key())
              .isGreaterThan(seen.getOrDefault(entry.key(), 0L));
          seen.put(entry.key(), entry.version());
        });
  }

  private void read(String key) {
    store
        .get(key)
        .ifPresent(
            entry -> {
              assertThat(entry.version())
                  .as("%s was read before", key)
                  .isGreaterThanOrEqualTo(seen.getOrDefault(key, 0L));
              seen.put(key, entry.version());
            });
  }

  /** What this node answers now, key by key. */
  List<String> readAll() {
    return IntStream.range(0, KEYS)
        .mapToObj(i -> store.get("key" + i))
        .flatMap(Optional::stream)
        .map(Heard::line)
        .toList();
  }
}
