package dev.tributary.core.internal.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.core.internal.table.KeyHash;
import dev.tributary.core.internal.table.KeyPlan.Kind;
import dev.tributary.core.internal.table.TablePlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyHasherTest {
  @TempDir Path spill;

  @Test
  void onlyKeyCellsCountWithTheirClass() {
    for (Kind kind : List.of(Kind.COLUMNS, Kind.HASHED)) {
      TablePlan plan = Tables.plan(kind, List.of("k"), "v", "k");

      assertThat(hash(plan, 1L, 5L)).isEqualTo(hash(plan, "other", 5L));
      assertThat(hash(plan, 1L, "5")).isNotEqualTo(hash(plan, 1L, 5L));
      assertThat(hash(plan, 1L, 5.0)).isNotEqualTo(hash(plan, 1L, 5L));
    }
  }

  @Test
  void storedKeyDoesNotDependOnTheSeed() {
    TablePlan hashed = Tables.plan(Kind.HASHED, List.of("k"), "k");
    TablePlan columns = Tables.plan(Kind.COLUMNS, List.of("k"), "k");

    assertThat(seeded(hashed, 1, "x")).isEqualTo(seeded(hashed, 2, "x"));
    assertThat(seeded(columns, 1, "x")).isNotEqualTo(seeded(columns, 2, "x"));
  }

  @Test
  void equalRowsAreNumberedInEachScanAnew() {
    TablePlan rows = Tables.plan(Kind.ROWS, List.of(), "a", "b");
    KeyHasher hasher = new KeyHasher(rows, 7, spill);
    KeyHash first = hasher.hash(Tables.row(1L, null));
    KeyHash second = hasher.hash(Tables.row(1L, null));
    KeyHash third = hasher.hash(Tables.row(1L, null));

    assertThat(Set.of(first, second, third)).hasSize(3);
    assertThat(hasher.hash(Tables.row(2L, null))).isNotIn(first, second, third);

    hasher.startScan();
    assertThat(hasher.hash(Tables.row(1L, null))).isEqualTo(first);
    assertThat(hasher.hash(Tables.row(1L, null))).isEqualTo(second);
  }

  @Test
  void manyRowsAreCountedOffTheHeapAndLeaveNoFile() throws Exception {
    TablePlan rows = Tables.plan(Kind.ROWS, List.of(), "a");
    KeyHasher hasher = new KeyHasher(rows, 7, spill);
    Set<KeyHash> keys = new HashSet<>();
    for (long i = 0; i < 200_000; i++) {
      keys.add(hasher.hash(Tables.row(i % 100_000)));
    }

    assertThat(keys).hasSize(200_000);
    try (var files = Files.list(spill)) {
      assertThat(files).isEmpty();
    }
  }

  private static KeyHash hash(TablePlan plan, Object... cells) {
    return seeded(plan, 7, cells);
  }

  private static KeyHash seeded(TablePlan plan, int seed, Object... cells) {
    return new KeyHasher(plan, seed).hash(Tables.row(cells));
  }
}
