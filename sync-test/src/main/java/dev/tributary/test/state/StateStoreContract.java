package dev.tributary.test.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.Json;
import dev.tributary.api.StateEntry;
import dev.tributary.api.StateStore;
import dev.tributary.api.StateWrite;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every {@link StateStore} does with one value after another. Extend it, return stores that
 * are empty, and run it; {@link StateStoreWatchContract} and {@link StateStoreRaceContract} ask for
 * the rest.
 */
public abstract class StateStoreContract {
  protected static final String ME = "the contract";

  private StateStores stores;
  private StateStore store;

  /** Nodes on a store without entries. */
  protected abstract StateStores open() throws Exception;

  @BeforeEach
  final void openStores() throws Exception {
    stores = open();
    store = stores.node();
  }

  @AfterEach
  final void closeStores() {
    stores.close();
  }

  @Test
  void valueIsReadAsItWasWritten() {
    String text = "{\"a\": [1, 2.50, 1e3, true, null], \"ä\": \"\\u00fc \\n \\\" 😀\"}";
    Instant before = Instant.now().minusSeconds(3600);
    StateEntry written = put("k", text).orElseThrow();
    StateEntry read = store.get("k").orElseThrow();
    assertThat(read.value().text()).isEqualTo(text);
    assertThat(read.version()).isEqualTo(1);
    assertThat(read.updatedBy()).isEqualTo(ME);
    assertThat(read.updatedAt()).isAfter(before).isBefore(Instant.now().plusSeconds(3600));
    assertThat(read.stale()).isFalse();
    assertThat(read.deleted()).isFalse();
    assertThat(written.value()).isEqualTo(read.value());
    assertThat(written.version()).isEqualTo(1);
  }

  @Test
  void whatIsNotThereIsEmpty() {
    assertThat(store.get("nothing")).isEmpty();
    assertThat(store.get("")).isEmpty();
    assertThat(store.get("no\0such")).isEmpty();
    assertThat(store.list("no")).isEmpty();
    assertThat(store.list("no\0")).isEmpty();
  }

  @Test
  void versionsGrowByOne() {
    for (int i = 1; i <= 5; i++) {
      assertThat(put("k", "" + i).orElseThrow().version()).isEqualTo(i);
      assertThat(store.get("k").orElseThrow().value().text()).isEqualTo("" + i);
    }
  }

  @Test
  void conditionOnTheVersionIsKept() {
    put("k", "1");
    assertThat(store.write(StateWrite.put("k", new Json("2"), ME).ifVersion(7))).isEmpty();
    assertThat(store.write(StateWrite.put("k", new Json("2"), ME).ifVersion(0))).isEmpty();
    assertThat(store.get("k").orElseThrow().value().text()).isEqualTo("1");
    Optional<StateEntry> second = store.write(StateWrite.put("k", new Json("2"), ME).ifVersion(1));
    assertThat(second.orElseThrow().version()).isEqualTo(2);
  }

  @Test
  void versionZeroMeansThatThereIsNothing() {
    assertThat(store.write(StateWrite.put("k", new Json("1"), ME).ifVersion(3))).isEmpty();
    assertThat(store.get("k")).isEmpty();
    StateWrite first = StateWrite.put("k", new Json("1"), ME).ifVersion(0);
    assertThat(store.write(first).orElseThrow().version()).isEqualTo(1);
    assertThat(store.write(first)).isEmpty();
  }

  @Test
  void deletedKeyIsGoneAndItsVersionsGoOn() {
    put("k", "1");
    StateEntry tombstone = store.write(StateWrite.delete("k", ME)).orElseThrow();
    assertThat(tombstone.deleted()).isTrue();
    assertThat(tombstone.version()).isEqualTo(2);
    assertThat(store.get("k")).isEmpty();
    assertThat(store.list("")).isEmpty();
    assertThat(store.write(StateWrite.put("k", new Json("3"), ME).ifVersion(2)))
        .as("the version of a deletion is nobody's to build on")
        .isEmpty();
    StateWrite again = StateWrite.put("k", new Json("3"), ME).ifVersion(0);
    assertThat(store.write(again).orElseThrow().version()).isEqualTo(3);
    assertThat(store.get("k").orElseThrow().value().text()).isEqualTo("3");
  }

  @Test
  void deleteKeepsItsCondition() {
    put("k", "1");
    assertThat(store.write(StateWrite.delete("k", ME).ifVersion(4))).isEmpty();
    assertThat(store.get("k")).isPresent();
    assertThat(store.write(StateWrite.delete("k", ME).ifVersion(1))).isPresent();
    assertThat(store.get("k")).isEmpty();
  }

  @Test
  void deletingNothingWritesNothing() {
    assertThat(store.write(StateWrite.delete("k", ME))).isEmpty();
    put("k", "1");
    store.write(StateWrite.delete("k", ME));
    assertThat(store.write(StateWrite.delete("k", ME))).isEmpty();
    assertThat(put("k", "2").orElseThrow().version()).isEqualTo(3);
  }

  @Test
  void listIsSortedAndItsPrefixIsMeantLiterally() {
    for (String key : List.of("a_b", "aXb", "a%", "a", "b", "a/1", "a/10", "a/2", "a\\")) {
      put(key, "1");
    }
    assertThat(keys("a")).containsExactly("a", "a%", "a/1", "a/10", "a/2", "aXb", "a\\", "a_b");
    assertThat(keys("a_")).containsExactly("a_b");
    assertThat(keys("a%")).containsExactly("a%");
    assertThat(keys("a\\")).containsExactly("a\\");
    assertThat(keys("")).hasSize(9);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "it's",
        "\"; DROP TABLE state; --",
        "../../etc/passwd",
        "ключ",
        "😀",
        " ",
        "%s ? $1 {0}"
      })
  void strangeKeysAreKeysLikeOthers(String key) {
    put(key, "1");
    assertThat(store.get(key).orElseThrow().key()).isEqualTo(key);
    assertThat(keys(key)).containsExactly(key);
  }

  @Test
  void keysHaveALength() {
    String longest = "k".repeat(255);
    put(longest, "1");
    assertThat(store.get(longest)).isPresent();
    assertThatThrownBy(() -> put("k".repeat(256), "1"))
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessageContaining("1 to 255 characters, not 256");
    assertThatThrownBy(() -> put("", "1")).isInstanceOf(ConfigurationInvalid.class);
    assertThatThrownBy(() -> put("a\0b", "1")).hasMessageContaining("control character");
    assertThatThrownBy(() -> put("a\ud800", "1")).hasMessageContaining("half a character");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{]",
        "yes",
        "'a'",
        "[1,]",
        "{\"a\":1,}",
        "{a:1}",
        "01",
        "1.",
        "-",
        "+1",
        "\"a",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\n\"",
        "1 2",
        "nul",
        "NaN",
        "[",
        "\"\ud800\"",
        "\0"
      })
  void whatIsNotJsonIsRefusedAndChangesNothing(String text) {
    assertThatThrownBy(() -> put("k", text))
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessageContaining("the value of state key k is not JSON");
    assertThat(store.get("k")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "0",
        "-0.1E+10",
        "\"\"",
        "[]",
        "{}",
        " [ ] ",
        "\"\\u0000\\ud800\"",
        "{\"a\":1,\"a\":2}",
        "123456789012345678901234567890.123456789"
      })
  void whateverIsJsonIsKept(String text) {
    put("k", text);
    assertThat(store.get("k").orElseThrow().value().text()).isEqualTo(text);
    assertThat(stores.node().get("k").orElseThrow().value().text()).isEqualTo(text);
  }

  @Test
  void valuesHaveASize() {
    String largest = "\"" + "x".repeat(StateWrite.MAX_VALUE_BYTES - 2) + "\"";
    put("k", largest);
    assertThat(store.get("k").orElseThrow().value().text()).isEqualTo(largest);
    assertThatThrownBy(() -> put("k", "\"ü" + largest.substring(2)))
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessageContaining("has 1048577 bytes");
    assertThat(store.get("k").orElseThrow().version()).isEqualTo(1);
  }

  @Test
  void anotherNodeReadsWhatThisOneWrote() {
    put("k", "1");
    StateStore other = stores.node();
    assertThat(other.get("k").orElseThrow().version()).isEqualTo(1);
    put("k", "2");
    store.write(StateWrite.delete("gone", ME));
    Eventually.within(
        stores.soon(),
        () -> assertThat(other.get("k").orElseThrow().value().text()).isEqualTo("2"));
  }

  @Test
  void newKeyIsSeenByANodeThatMissedIt() {
    StateStore other = stores.node();
    assertThat(other.get("k")).isEmpty();
    put("k", "1");
    Eventually.within(stores.soon(), () -> assertThat(other.get("k")).isPresent());
    store.write(StateWrite.delete("k", ME));
    Eventually.within(stores.soon(), () -> assertThat(other.get("k")).isEmpty());
  }

  private Optional<StateEntry> put(String key, String json) {
    return store.write(StateWrite.put(key, new Json(json), ME));
  }

  private List<String> keys(String prefix) {
    return store.list(prefix).stream().map(StateEntry::key).toList();
  }
}
