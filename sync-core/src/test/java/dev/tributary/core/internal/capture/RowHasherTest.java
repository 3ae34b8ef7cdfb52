package dev.tributary.core.internal.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.core.internal.ScratchFile;
import dev.tributary.core.internal.table.KeyPlan.Kind;
import dev.tributary.core.internal.table.Row;
import dev.tributary.core.internal.table.TablePlan;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RowHasherTest {
  private static final TablePlan AB = Tables.plan(Kind.ROWS, List.of(), "a", "b");

  @Test
  void addedColumnWithoutDefaultChangesNoHash() {
    try (ScratchFile file = ScratchFile.inMemory()) {
      file.run("CREATE TABLE t (a, b)", "INSERT INTO t VALUES (1, 'x'), (NULL, 2.5)");
      List<Long> before = Tables.hashes(file, AB);

      file.run("ALTER TABLE t ADD COLUMN c");
      TablePlan wider = Tables.plan(Kind.ROWS, List.of(), "a", "b", "c");
      assertThat(Tables.hashes(file, wider)).isEqualTo(before);

      file.run("ALTER TABLE t ADD COLUMN d DEFAULT 7");
      TablePlan widest = Tables.plan(Kind.ROWS, List.of(), "a", "b", "c", "d");
      assertThat(Tables.hashes(file, widest)).doesNotContainAnyElementsOf(before);
    }
  }

  @Test
  void orderAndCaseOfColumnsDoNotCountButTheirNamesDo() {
    TablePlan ba = Tables.plan(Kind.ROWS, List.of(), "B", "a");
    TablePlan ac = Tables.plan(Kind.ROWS, List.of(), "a", "c");

    assertThat(hash(ba, 2L, 1L)).isEqualTo(hash(AB, 1L, 2L));
    assertThat(hash(ba, 1L, 2L)).isNotEqualTo(hash(AB, 1L, 2L));
    assertThat(hash(ac, 1L, 2L)).isNotEqualTo(hash(AB, 1L, 2L));
  }

  @Test
  void storageClassCounts() {
    Set<Long> hashes = new HashSet<>();
    Object[] lookAlikes = {1L, "1", 1.0, new byte[] {'1'}, null, "", new byte[0], 0L, 0.0, -0.0};
    for (Object value : lookAlikes) {
      hashes.add(hash(AB, "k", value));
    }
    assertThat(hashes).hasSize(lookAlikes.length);
  }

  @Test
  void bordersBetweenCellsCount() {
    assertThat(hash(AB, "ab", "c")).isNotEqualTo(hash(AB, "a", "bc"));
    assertThat(hash(AB, "ab", null)).isNotEqualTo(hash(AB, null, "ab"));
  }

  @Test
  void seedCounts() {
    Row row = Tables.row(1L, 2L);

    assertThat(new RowHasher(AB, 1).hash(row)).isNotEqualTo(new RowHasher(AB, 2).hash(row));
  }

  /** Hashes are stored: this value may only change together with {@link RowHasher#VERSION}. */
  @Test
  void hashOfAVersionNeverChanges() {
    assertThat(RowHasher.VERSION).isEqualTo(1);
    assertThat(new RowHasher(AB, 42).hash(Tables.row("text", 7L))).isEqualTo(8117220690780296486L);
  }

  @Test
  void largeCellsAreHashedLikeSmallOnes() {
    for (int size : new int[] {65_535, 65_536, 65_537, 262_100, 262_144, 1_000_000}) {
      byte[] large = new byte[size];
      byte[] changed = large.clone();
      changed[size - 1] = 1;
      RowHasher hasher = new RowHasher(AB, 7);
      long first = hasher.hash(Tables.row(large, 5L));

      assertThat(hasher.hash(Tables.row(changed, 5L))).isNotEqualTo(first);
      assertThat(hasher.hash(Tables.row(large, 6L))).isNotEqualTo(first);
      assertThat(hasher.hash(Tables.row(large, 5L))).isEqualTo(first);
      assertThat(new RowHasher(AB, 7).hash(Tables.row(large, 5L))).isEqualTo(first);
    }
  }

  private static long hash(TablePlan plan, Object... cells) {
    return new RowHasher(plan, 7).hash(Tables.row(cells));
  }
}
