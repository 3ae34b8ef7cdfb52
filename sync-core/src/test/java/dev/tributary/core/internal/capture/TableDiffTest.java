package dev.tributary.core.internal.capture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.core.internal.ScratchFile;
import dev.tributary.core.internal.table.KeyHash;
import dev.tributary.core.internal.table.KeyPlan.Kind;
import dev.tributary.core.internal.table.Row;
import dev.tributary.core.internal.table.TablePlan;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableDiffTest {
  @TempDir Path directory;
  private final ScratchFile file = ScratchFile.inMemory();
  private final TablePlan keyed = Tables.plan(Kind.COLUMNS, List.of("id"), "id", "v");
  private final List<String> told = new ArrayList<>();
  private BaseIndex index;

  @BeforeEach
  void create() {
    index = BaseIndex.create(directory.resolve("t"), keyed, 0);
  }

  @AfterEach
  void close() {
    index.close();
    file.close();
  }

  @Test
  void firstLookTellsEveryRowAndTheNextOnlyTheDifference() {
    file.run("CREATE TABLE t (id, v)", "INSERT INTO t VALUES (1, 'a'), (2, 'b'), (3, 'c')");
    assertThat(diff(keyed).run(log())).isEqualTo(new Counts(3, 3, 0));
    assertThat(told).containsExactly("new 1", "new 2", "new 3");

    file.run("UPDATE t SET v = 'B' WHERE id = 2", "UPDATE t SET id = 4 WHERE id = 3");
    assertThat(diff(keyed).run(log())).isEqualTo(new Counts(3, 2, 1));
    assertThat(told).containsExactly("changed 2", "new 4", "1 of 3 gone", "gone 3");

    assertThat(diff(keyed).run(log())).isEqualTo(new Counts(3, 0, 0));
    assertThat(told).isEmpty();
  }

  @Test
  void everyRowIsToldWhenAskedFor() {
    file.run("CREATE TABLE t (id, v)", "INSERT INTO t VALUES (1, 'a'), (2, 'b')");
    diff(keyed).run(log());

    assertThat(diff(keyed).runTellingAll(log())).isEqualTo(new Counts(2, 2, 0));
    assertThat(told).containsExactly("changed 1", "changed 2");
  }

  @Test
  void goneRowsCanBeToldFirst() {
    file.run("CREATE TABLE t (id, v)", "INSERT INTO t VALUES (1, 'a'), (2, 'b')");
    diff(keyed).runGoneFirst(log());

    file.run("UPDATE t SET id = 3 WHERE id = 1", "UPDATE t SET v = 'B' WHERE id = 2");
    assertThat(diff(keyed).runGoneFirst(log())).isEqualTo(new Counts(2, 2, 1));
    assertThat(told).containsExactly("1 of 2 gone", "gone 1", "new 3", "changed 2");
  }

  @Test
  void keyHashOfAKeylessRowIsWhatIsToldWhenItIsGone() {
    TablePlan keyless = Tables.plan(Kind.ROWS, List.of(), "id", "v");
    index = BaseIndex.create(directory.resolve("t"), keyless, 0);
    file.run("CREATE TABLE t (id, v)", "INSERT INTO t VALUES (1, 'a'), (1, 'a')");
    List<KeyHash> keys = new ArrayList<>();
    diff(keyless).run(keysInto(keys, new ArrayList<>()));

    file.run("DELETE FROM t WHERE rowid = 1");
    List<KeyHash> gone = new ArrayList<>();
    diff(keyless).run(keysInto(new ArrayList<>(), gone));

    assertThat(gone).containsExactly(keys.get(1));
  }

  @Test
  void rowThatGrewTooLargeStaysInTheBase() {
    file.run("CREATE TABLE t (id, v)", "INSERT INTO t VALUES (1, 'a'), (2, 'b')");
    diff(keyed).run(log());

    file.run("UPDATE t SET v = zeroblob(100000) WHERE id = 1");
    RowScanner scanner = new RowScanner(file.connection(), keyed, 50_000);

    assertThat(diff(scanner).run(log())).isEqualTo(new Counts(1, 0, 0));
    assertThat(scanner.oversized()).hasSize(1);
  }

  @Test
  void sameKeyTwiceIsAnErrorAndNotALostRow() {
    file.run("CREATE TABLE t (id, v)", "INSERT INTO t VALUES (1, 'a'), (1, 'b')");

    assertThatThrownBy(() -> diff(keyed).run(log()))
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessageContaining("table t has two rows with the same key [id]")
        .hasMessageContaining("integrity_check");
  }

  @Test
  void guardStopsBeforeTheFirstGoneRow() {
    file.run("CREATE TABLE t (id, v)", "INSERT INTO t VALUES (1, 'a')");
    diff(keyed).run(log());
    index.stamp("before");
    file.run("DELETE FROM t");

    assertThatThrownBy(() -> diff(keyed).run(new Guarded())).hasMessage("hold");
    assertThat(index.stampedEpoch()).contains("before");
  }

  private TableDiff diff(TablePlan plan) {
    return diff(Tables.scanner(file, plan));
  }

  private TableDiff diff(RowScanner scanner) {
    TablePlan plan = scanner.plan();
    return new TableDiff(scanner, new RowHasher(plan, 7), new KeyHasher(plan, 7), index);
  }

  private Changes log() {
    told.clear();
    return new Changes() {
      @Override
      public void upsert(Row row, KeyHash key, long hash, boolean inBase) {
        told.add((inBase ? "changed " : "new ") + row.integer(0));
      }

      @Override
      public void gone(Row keyCells, KeyHash key) {
        assertThat(keyCells.isNull(1)).isTrue();
        told.add("gone " + keyCells.integer(0));
      }

      @Override
      public void beforeGone(long gone, long inBase) {
        told.add(gone + " of " + inBase + " gone");
      }
    };
  }

  private static Changes keysInto(List<KeyHash> upserts, List<KeyHash> gone) {
    return new Changes() {
      @Override
      public void upsert(Row row, KeyHash key, long hash, boolean inBase) {
        upserts.add(key);
      }

      @Override
      public void gone(Row keyCells, KeyHash key) {
        gone.add(key);
      }
    };
  }

  private static final class Guarded implements Changes {
    @Override
    public void upsert(Row row, KeyHash key, long hash, boolean inBase) {}

    @Override
    public void gone(Row keyCells, KeyHash key) {
      throw new AssertionError("too late");
    }

    @Override
    public void beforeGone(long gone, long inBase) {
      throw new ConfigurationInvalid("hold");
    }
  }
}
