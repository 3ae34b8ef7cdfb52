package dev.tributary.core.internal.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.api.Cell;
import dev.tributary.core.internal.table.KeyHash;
import dev.tributary.core.internal.table.KeyPlan.Kind;
import dev.tributary.core.internal.table.Row;
import dev.tributary.core.internal.table.TablePlan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BaseIndexTest {
  @TempDir Path directory;
  private final TablePlan plan = Tables.plan(Kind.COLUMNS, List.of("b", "a"), "a", "v", "b");
  private Path path;

  @BeforeEach
  void path() {
    path = directory.resolve("chat");
  }

  @Test
  void stampedIndexComesBackWithAllItHolds() {
    try (BaseIndex index = BaseIndex.create(path, plan, 0)) {
      for (long i = 0; i < 1000; i++) {
        index.put(key(i), i, Tables.row("a" + i, null, -i));
      }
      index.remove(key(7));
      index.stamp("state 1");
      assertThat(index.stampedEpoch()).contains("state 1");
    }

    try (BaseIndex index = BaseIndex.open(path, plan).orElseThrow()) {
      assertThat(index.stampedEpoch()).contains("state 1");
      assertThat(index.size()).isEqualTo(999);
      assertThat(index.rowHash(key(8))).hasValue(8);
      assertThat(index.rowHash(key(7))).isEmpty();
      Map<KeyHash, List<Cell>> keys = new HashMap<>();
      index.startScan();
      index.forEachUnseen((row, key) -> keys.put(key, cells(row)));
      assertThat(keys).hasSize(999);
      assertThat(keys.get(key(500))).isEqualTo(cells(Tables.row("a500", null, -500L)));
    }
  }

  @Test
  void indexThatWasChangedAndNotStampedIsNotBelieved() {
    try (BaseIndex index = BaseIndex.create(path, plan, 10)) {
      index.put(key(1), 1, Tables.row("a", null, 1L));
    }
    assertThat(BaseIndex.open(path, plan)).isEmpty();

    stamped("state 1");
    try (BaseIndex index = BaseIndex.open(path, plan).orElseThrow()) {
      index.put(key(1), 2, Tables.row("a", null, 1L));
      assertThat(index.stampedEpoch()).isEmpty();
    }
    assertThat(BaseIndex.open(path, plan)).isEmpty();
  }

  @Test
  void readingAndStampingAnewKeepsTheIndex() {
    stamped("state 1");

    try (BaseIndex index = BaseIndex.open(path, plan).orElseThrow()) {
      assertThat(index.rowHash(key(1))).hasValue(1);
      index.stamp("state 2");
    }

    try (BaseIndex index = BaseIndex.open(path, plan).orElseThrow()) {
      assertThat(index.stampedEpoch()).contains("state 2");
    }
  }

  @Test
  void indexOfAnotherKeyIsNotBelieved() {
    stamped("state 1");

    assertThat(BaseIndex.open(path, Tables.plan(Kind.COLUMNS, List.of("a"), "a", "v", "b")))
        .isEmpty();
    assertThat(BaseIndex.open(path, Tables.plan(Kind.HASHED, List.of("b", "a"), "a", "v", "b")))
        .isEmpty();
    assertThat(BaseIndex.open(path, Tables.plan(Kind.COLUMNS, List.of("B", "A"), "a", "b", "new")))
        .isPresent();
  }

  @Test
  void garbageAndMissingFilesAreNoIndex() throws Exception {
    assertThat(BaseIndex.open(path, plan)).isEmpty();
    Files.write(directory.resolve("chat.rows"), new byte[10]);
    Files.write(directory.resolve("chat.keys"), new byte[0]);
    assertThat(BaseIndex.open(path, plan)).isEmpty();
    Files.write(directory.resolve("chat.rows"), new byte[5000]);
    assertThat(BaseIndex.open(path, plan)).isEmpty();
    try (BaseIndex index = BaseIndex.create(path, plan, 1)) {
      index.stamp("e1");
    }
    byte[] damaged = Files.readAllBytes(directory.resolve("chat.rows"));
    Arrays.fill(damaged, 9, 4096, (byte) 0xfe); // behind the mark that it was left clean
    Files.write(directory.resolve("chat.rows"), damaged);
    assertThat(BaseIndex.open(path, plan)).isEmpty();
  }

  @Test
  void randomChangesLeaveWhatAMapWouldHold() {
    Random random = new Random(4);
    Map<KeyHash, Long> expected = new HashMap<>();
    try (BaseIndex index = BaseIndex.create(path, plan, 0)) {
      for (int i = 0; i < 200_000; i++) {
        long number = random.nextInt(1 + i / 4);
        if (random.nextInt(5) < 2) {
          index.remove(key(number));
          expected.remove(key(number));
        } else {
          index.put(key(number), i, Tables.row("x", null, number));
          expected.put(key(number), (long) i);
        }
      }
      index.stamp("end");
    }

    try (BaseIndex index = BaseIndex.open(path, plan).orElseThrow()) {
      Map<KeyHash, Long> found = new HashMap<>();
      index.startScan();
      index.forEachUnseen(
          (row, key) -> {
            assertThat(key).isEqualTo(key(row.integer(2)));
            found.put(key, index.rowHash(key).orElseThrow());
          });
      assertThat(found).isEqualTo(expected);
      assertThat(index.size()).isEqualTo(expected.size());
    }
  }

  @Test
  void keyCellsOfRemovedRowsDoNotPileUp() throws Exception {
    for (int round = 0; round < 20; round++) {
      try (BaseIndex index =
          BaseIndex.open(path, plan).orElseGet(() -> BaseIndex.create(path, plan, 0))) {
        for (long i = 0; i < 5000; i++) {
          index.put(key(i + round), i, Tables.row("a".repeat(100), null, i));
        }
        for (long i = 0; i < 5000; i++) {
          index.remove(key(i + round));
        }
        index.stamp("round " + round);
      }
    }

    assertThat(Files.size(directory.resolve("chat.keys"))).isLessThan(3_000_000);
  }

  @Test
  void oddHashesAreKeysLikeOthers() {
    try (BaseIndex index = BaseIndex.create(path, plan, 0)) {
      for (long high = -2; high < 2; high++) {
        index.put(new KeyHash(high, 5), high, Tables.row("a", null, high));
      }
      for (long high = -2; high < 2; high++) {
        assertThat(index.rowHash(new KeyHash(high, 5))).hasValue(high);
      }
      index.put(new KeyHash(0, 0), 9, Tables.row("a", null, 0L));
      assertThat(index.rowHash(new KeyHash(0, 0))).hasValue(9);
      assertThat(index.rowHash(new KeyHash(1, 0))).isEmpty();
    }
  }

  private void stamped(String epoch) {
    try (BaseIndex index = BaseIndex.create(path, plan, 0)) {
      index.put(key(1), 1, Tables.row("a", null, 1L));
      index.stamp(epoch);
    }
  }

  private static KeyHash key(long number) {
    return new KeyHash((number + 3) * 0x9E3779B97F4A7C15L, number * 0xD1B54A32D192ED03L);
  }

  private static List<Cell> cells(Row row) {
    return List.of(row.cell(0), row.cell(1), row.cell(2));
  }
}
