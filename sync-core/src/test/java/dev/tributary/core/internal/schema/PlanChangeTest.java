package dev.tributary.core.internal.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.core.internal.ScratchFile;
import dev.tributary.core.internal.schema.PlanChange.Altered;
import dev.tributary.core.internal.schema.PlanChange.Gone;
import dev.tributary.core.internal.schema.PlanChange.NewTable;
import dev.tributary.core.internal.schema.PlanChange.Rekeyed;
import dev.tributary.core.internal.schema.PlanChange.Revisit;
import dev.tributary.core.internal.schema.PlanChange.Unchanged;
import dev.tributary.core.internal.table.ColumnPlan;
import dev.tributary.core.internal.table.SourceSchema;
import dev.tributary.core.internal.table.TablePlan;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PlanChangeTest {
  private final ScratchFile file = ScratchFile.inMemory();
  private List<TablePlan> stored = List.of();

  @AfterEach
  void close() {
    file.close();
  }

  @Test
  void newTableIsLoaded() {
    assertThat(after("CREATE TABLE t (id INTEGER PRIMARY KEY)")).isInstanceOf(NewTable.class);
  }

  @Test
  void sameTableIsUnchangedAlsoAfterARebuild() {
    after("CREATE TABLE t (id TEXT PRIMARY KEY, at DATETIME)", "INSERT INTO t VALUES ('a', 5)");

    assertThat(
            after(
                "CREATE TABLE _tmp (id TEXT PRIMARY KEY, at DATETIME)",
                "INSERT INTO _tmp SELECT * FROM t",
                "DROP TABLE t",
                "ALTER TABLE _tmp RENAME TO t"))
        .isInstanceOf(Unchanged.class);
  }

  @Test
  void addedColumnNeedsNoLookAtUnchangedRows() {
    after("CREATE TABLE t (id INTEGER PRIMARY KEY)");

    Altered change = (Altered) after("ALTER TABLE t ADD COLUMN note TEXT");

    assertThat(change.added()).extracting(ColumnPlan::name).containsExactly("note");
    assertThat(change.retired()).isEmpty();
    assertThat(change.revisit()).isEqualTo(Revisit.CHANGED);
  }

  @Test
  void renamedColumnIsRetiredAndAdded() {
    after("CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT)");

    Altered change = (Altered) after("ALTER TABLE t RENAME COLUMN a TO b");

    assertThat(change.added()).extracting(ColumnPlan::name).containsExactly("b");
    assertThat(change.retired()).extracting(ColumnPlan::name).containsExactly("a");
    assertThat(change.revisit()).isEqualTo(Revisit.CHANGED);
  }

  @Test
  void columnOfAnotherTypeIsReplacedAndEveryRowVisited() {
    after("CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER)");

    Altered change =
        (Altered)
            after(
                "DROP TABLE t",
                "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT)",
                "INSERT INTO t VALUES (1, 'x')");

    assertThat(change.added()).extracting(c -> c.type().word()).containsExactly("text");
    assertThat(change.retired()).extracting(c -> c.type().word()).containsExactly("bigint");
    assertThat(change.revisit()).isEqualTo(Revisit.ALL);
  }

  @Test
  void otherKeyMeansAnotherTable() {
    after("CREATE TABLE t (id INTEGER PRIMARY KEY, name TEXT NOT NULL)");

    Rekeyed change =
        (Rekeyed)
            after("DROP TABLE t", "CREATE TABLE t (id INTEGER, name TEXT NOT NULL PRIMARY KEY)");

    assertThat(change.why()).isEqualTo("the key was [id] and is now [name]");
  }

  @Test
  void otherTypeOfTheKeyMeansAnotherTable() {
    after("CREATE TABLE prompt (id INTEGER PRIMARY KEY)", "INSERT INTO prompt VALUES (1)");

    assertThat(
            after(
                "DROP TABLE prompt",
                "CREATE TABLE prompt (id TEXT NOT NULL PRIMARY KEY)",
                "INSERT INTO prompt VALUES ('a')"))
        .isInstanceOf(Rekeyed.class);
  }

  @Test
  void keylessTableWithOtherColumnsIsAnotherTable() {
    after("CREATE TABLE t (a, b)");

    assertThat(after("ALTER TABLE t DROP COLUMN b")).isInstanceOf(Rekeyed.class);
  }

  @Test
  void goneTablesComeFirst() {
    after("CREATE TABLE config (id INTEGER PRIMARY KEY, data JSON)");

    file.run("ALTER TABLE config RENAME TO config_old", "CREATE TABLE z (a)");
    List<PlanChange> changes = changes();

    assertThat(changes).extracting(PlanChange::table).containsExactly("config", "config_old", "z");
    assertThat(changes.get(0)).isInstanceOf(Gone.class);
    assertThat(changes.get(1)).isInstanceOf(NewTable.class);
  }

  private PlanChange after(String... statements) {
    file.run(statements);
    return changes().get(0);
  }

  private List<PlanChange> changes() {
    SourceSchema schema = SchemaReader.read(file.connection());
    Map<String, TablePlan> before =
        stored.stream().collect(Collectors.toMap(TablePlan::source, Function.identity()));
    List<TablePlan> now = new TablePlanner(Map.of()).plan(file.connection(), schema, before);
    List<PlanChange> changes = PlanChange.between(stored, now);
    stored = now;
    return changes;
  }
}
