package dev.tributary.test.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.api.Json;
import dev.tributary.api.StateEntry;
import dev.tributary.api.StateStore;
import dev.tributary.api.StateStore.Watch;
import dev.tributary.api.StateWrite;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every {@link StateStore} tells its watches. */
public abstract class StateStoreWatchContract {
  private static final String ME = "the contract";

  private StateStores stores;
  private StateStore writer;
  private StateStore other;
  private final List<Watch> watches = new ArrayList<>();

  /** Nodes on a store without entries. */
  protected abstract StateStores open() throws Exception;

  @BeforeEach
  final void openStores() throws Exception {
    stores = open();
    writer = stores.node();
    other = stores.node();
  }

  @AfterEach
  final void closeStores() {
    watches.forEach(Watch::close);
    stores.close();
  }

  @Test
  void watchHearsOnlyWhatHappensLater() {
    put("k", "1");
    Heard heard = new Heard();
    watch(other, "k", heard);
    put("k", "2");
    soon(() -> assertThat(heard.lines()).containsExactly("k=2@2"));
    put("k", "3");
    soon(() -> assertThat(heard.lines()).containsExactly("k=2@2", "k=3@3"));
  }

  @Test
  void watchHearsDeletesAndOnlyItsPrefix() {
    Heard heard = new Heard();
    watch(other, "a.", heard);
    put("b.1", "1");
    put("a.1", "1");
    soon(() -> assertThat(heard.lines()).containsExactly("a.1=1@1"));
    writer.write(StateWrite.delete("a.1", ME));
    soon(() -> assertThat(heard.lines()).containsExactly("a.1=1@1", "a.1-@2"));
  }

  @Test
  void writerHearsItself() {
    Heard heard = new Heard();
    watch(writer, "", heard);
    put("k", "1");
    soon(() -> assertThat(heard.lines()).containsExactly("k=1@1"));
  }

  @Test
  void versionsOfAKeyComeInOrderAndTheLastOneAlwaysComes() {
    Heard heard = new Heard();
    watch(other, "", heard);
    for (int i = 1; i <= 200; i++) {
      put("k" + i % 3, "" + i);
    }
    soon(() -> assertThat(heard.last()).hasSize(3));
    soon(() -> assertThat(heard.last().get("k2").value().text()).isEqualTo("200"));
    for (String key : heard.last().keySet()) {
      assertThat(heard.all().stream().filter(e -> e.key().equals(key)).map(StateEntry::version))
          .isSorted()
          .doesNotHaveDuplicates();
    }
  }

  @Test
  void closedWatchIsSilent() {
    Heard closed = new Heard();
    Heard open = new Heard();
    Watch first = other.watch("", closed);
    watch(other, "", open);
    first.close();
    first.close();
    put("k", "1");
    soon(() -> assertThat(open.lines()).hasSize(1));
    assertThat(closed.lines()).isEmpty();
  }

  @Test
  void throwingListenerGoesOnAndHarmsNobody() {
    Heard thrower = new Heard();
    Heard calm = new Heard();
    watch(
        other,
        "",
        entry -> {
          thrower.accept(entry);
          throw new IllegalStateException("a listener of the application is broken");
        });
    watch(other, "", calm);
    put("k", "1");
    soon(() -> assertThat(thrower.lines()).hasSize(1));
    put("k", "2");
    soon(() -> assertThat(calm.lines()).containsExactly("k=1@1", "k=2@2"));
    soon(() -> assertThat(thrower.lines()).containsExactly("k=1@1", "k=2@2"));
  }

  @Test
  void slowListenerHoldsUpNobodyAndHearsTheLastVersion() {
    CountDownLatch release = new CountDownLatch(1);
    Heard slow = new Heard();
    Heard quick = new Heard();
    watch(
        other,
        "",
        entry -> {
          await(release);
          slow.accept(entry);
        });
    watch(other, "", quick);
    for (int i = 1; i <= 50; i++) {
      put("k", "" + i);
    }
    soon(() -> assertThat(quick.last()).containsKey("k"));
    soon(() -> assertThat(quick.last().get("k").version()).isEqualTo(50));
    assertThat(slow.lines()).isEmpty();
    assertThat(other.get("k").orElseThrow().version()).isEqualTo(50);
    release.countDown();
    soon(() -> assertThat(slow.last()).containsKey("k"));
    soon(() -> assertThat(slow.last().get("k").version()).isEqualTo(50));
  }

  @Test
  void listenerMayCloseItsOwnWatchAndWrite() {
    AtomicReference<Watch> own = new AtomicReference<>();
    CountDownLatch begun = new CountDownLatch(1);
    Heard heard = new Heard();
    own.set(
        other.watch(
            "k",
            entry -> {
              await(begun);
              heard.accept(entry);
              other.write(StateWrite.put("answer", new Json("1"), ME));
              own.get().close();
            }));
    begun.countDown();
    put("k", "1");
    soon(() -> assertThat(other.get("answer")).isPresent());
    put("k", "2");
    put("k", "3");
    assertThat(heard.lines()).containsExactly("k=1@1");
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await(30, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void watch(StateStore store, String prefix, Consumer<StateEntry> onChange) {
    watches.add(store.watch(prefix, onChange));
  }

  private void put(String key, String json) {
    writer.write(StateWrite.put(key, new Json(json), ME));
  }

  private void soon(Runnable assertion) {
    Eventually.within(stores.soon(), assertion);
  }
}
