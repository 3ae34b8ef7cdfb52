package dev.tributary.core.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.api.Json;
import dev.tributary.api.StateEntry;
import dev.tributary.api.StateStore;
import dev.tributary.api.StateWrite;
import dev.tributary.api.TargetUnavailable;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;

/** Writes one new key after another, and remembers what the store said of each. */
final class AckedWriter {
  private final StateStore store;
  private final String name;
  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private final Set<String> refused = ConcurrentHashMap.newKeySet();
  private final Thread thread = new Thread(this::write);
  private volatile boolean over;

  AckedWriter(StateStore store, String name) {
    this.store = store;
    this.name = name;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  int acknowledged() {
    return acknowledged.size();
  }

  void stop() throws InterruptedException {
    over = true;
    thread.join();
  }

  private void write() {
    for (int i = 0; !over; i++) {
      String key = name + "." + i;
      try {
        store.write(StateWrite.put(key, new Json("" + i), name)).orElseThrow();
        acknowledged.add(key);
      } catch (TargetUnavailable e) {
        if (!e.getMessage().contains("did not say whether")) {
          refused.add(key);
        }
        LockSupport.parkNanos(5_000_000);
      }
    }
  }

  /** What was acknowledged is there; what was said not to be written is not. */
  void check(StateStore fresh) {
    Set<String> there =
        fresh.list(name + ".").stream().map(StateEntry::key).collect(Collectors.toSet());
    assertThat(there).containsAll(acknowledged);
    assertThat(there).doesNotContainAnyElementsOf(refused);
  }
}
