package dev.tributary.test.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.api.Json;
import dev.tributary.api.StateEntry;
import dev.tributary.api.StateStore;
import dev.tributary.api.StateStore.Watch;
import dev.tributary.api.StateWrite;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link StateStore} keeps to while several nodes write at once. */
public abstract class StateStoreRaceContract {
  private static final int NODES = 3;

  private StateStores stores;
  private final ExecutorService threads = Executors.newCachedThreadPool();

  /** Nodes on a store without entries. */
  protected abstract StateStores open() throws Exception;

  @BeforeEach
  final void openStores() throws Exception {
    stores = open();
  }

  @AfterEach
  final void closeStores() {
    threads.shutdownNow();
    stores.close();
  }

  @Test
  void noIncrementIsLost() throws Exception {
    List<Future<?>> all = new ArrayList<>();
    for (int i = 0; i < NODES; i++) {
      StateStore node = stores.node();
      all.add(threads.submit(() -> increment(node, 25)));
      all.add(threads.submit(() -> increment(node, 25)));
    }
    await(all);
    StateEntry end = stores.node().get("count").orElseThrow();
    assertThat(end.value().text()).isEqualTo("150");
    assertThat(end.version()).isEqualTo(150);
  }

  private static void increment(StateStore node, int times) {
    int done = 0;
    while (done < times) {
      Optional<StateEntry> old = node.get("count");
      long value = old.map(entry -> Long.parseLong(entry.value().text())).orElse(0L);
      long version = old.map(StateEntry::version).orElse(0L);
      StateWrite next = StateWrite.put("count", new Json("" + (value + 1)), "counter");
      done += node.write(next.ifVersion(version)).isPresent() ? 1 : 0;
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void allNodesEndWithWhatTheStoreHas(long seed) throws Exception {
    run(seed, 150);
  }

  @ParameterizedTest
  @ValueSource(longs = {11, 12})
  void allNodesEndWithWhatTheStoreHasThoughHalfOfTheWakeUpsAreLost(long seed) throws Exception {
    stores.loseHalfOfTheWakeUps(seed);
    run(seed, 150);
  }

  @Test
  @Tag("long")
  void manySchedulesEndWithWhatTheStoreHas() throws Exception {
    for (long seed = 100; seed < 140; seed++) {
      stores.loseHalfOfTheWakeUps(seed);
      run(seed, 300);
    }
  }

  private void run(long seed, int steps) throws Exception {
    List<RandomNode> nodes = new ArrayList<>();
    for (int i = 0; i < NODES; i++) {
      nodes.add(new RandomNode(stores.node(), seed * 31 + i));
    }
    List<Watch> watches = new ArrayList<>();
    List<Heard> heard = new ArrayList<>();
    for (RandomNode node : nodes) {
      Heard all = new Heard();
      heard.add(all);
      watches.add(node.store().watch("", all));
    }
    await(nodes.stream().<Future<?>>map(node -> threads.submit(() -> node.run(steps))).toList());
    List<String> truth = lines(stores.node().list(""));
    for (RandomNode node : nodes) {
      Eventually.within(
          stores.atLast(), () -> assertThat(node.readAll()).as("seed %d", seed).isEqualTo(truth));
      assertThat(lines(node.store().list(""))).isEqualTo(truth);
    }
    for (Heard each : heard) {
      Eventually.within(
          stores.atLast(),
          () ->
              assertThat(lines(living(each)))
                  .as("told to a watch, seed %d", seed)
                  .isEqualTo(changed(truth, each)));
    }
    watches.forEach(Watch::close);
  }

  private static List<StateEntry> living(Heard heard) {
    return heard.last().values().stream()
        .filter(entry -> !entry.deleted())
        .sorted((one, two) -> one.key().compareTo(two.key()))
        .toList();
  }

  /** Of the truth, what the watch can know: keys that changed while it watched. */
  private static List<String> changed(List<String> truth, Heard heard) {
    return truth.stream()
        .filter(line -> heard.last().containsKey(line.substring(0, line.indexOf('='))))
        .toList();
  }

  private static List<String> lines(List<StateEntry> entries) {
    return entries.stream().map(Heard::line).toList();
  }

  private static void await(List<Future<?>> all) throws InterruptedException, ExecutionException {
    for (Future<?> one : all) {
      one.get();
    }
  }
}
