package dev.tributary.core.internal.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.core.internal.capture.RowScanner;
import dev.tributary.core.internal.schema.SchemaReader;
import dev.tributary.core.internal.schema.TablePlanner;
import dev.tributary.core.internal.table.Row;
import dev.tributary.core.internal.table.SourceName;
import dev.tributary.core.internal.table.SourceSchema;
import dev.tributary.core.internal.table.TablePlan;
import dev.tributary.test.sqlite.CellCompare;
import dev.tributary.test.sqlite.JournalMode;
import dev.tributary.test.sqlite.OpenWebUiFile;
import dev.tributary.test.sqlite.SqliteFormat;
import dev.tributary.test.sqlite.SqliteFormat.AutoVacuum;
import dev.tributary.test.sqlite.SqliteFormat.Encoding;
import dev.tributary.test.sqlite.SqliteSession;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sqlite.SQLiteConnection;

/** Rows straight from one file into a new one: what building alone can lose. */
class FileBuildTest {
  @TempDir Path directory;
  private final Notes notes = new Notes();
  private Path source;
  private Path copy;

  @BeforeEach
  void names() {
    source = directory.resolve("source ?.db");
    copy = directory.resolve("copy ?.db");
  }

  @ParameterizedTest
  @EnumSource(Encoding.class)
  void anApplicationsFileComesBackCellByCell(Encoding encoding) {
    SqliteFormat format =
        new SqliteFormat(JournalMode.DELETE, 8192, encoding, AutoVacuum.INCREMENTAL);
    OpenWebUiFile.small(source).withFormat(format).create();

    build();

    assertThat(CellCompare.differences(source, copy)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Encoding.class)
  void everyKindOfTableComesBack(Encoding encoding) {
    fill(
        encoding,
        "CREATE TABLE keyed (id TEXT PRIMARY KEY, n INT UNIQUE, UNIQUE (n, id))",
        "INSERT INTO keyed VALUES ('a', 1), ('b', 'x'), (x'00ff', 2.5), (NULL, NULL)",
        "CREATE TABLE counted (id INTEGER PRIMARY KEY AUTOINCREMENT, v)",
        "INSERT INTO counted VALUES (7, x''), (9, ''), (-3, NULL)",
        "CREATE TABLE gone (id INTEGER PRIMARY KEY AUTOINCREMENT)",
        "DROP TABLE gone",
        "UPDATE sqlite_sequence SET seq = 4711",
        "CREATE TABLE bare (a TEXT COLLATE NOCASE, b, c REAL, UNIQUE (c),"
            + " PRIMARY KEY (b DESC, a)) WITHOUT ROWID",
        "INSERT INTO bare VALUES ('x', 1, 1), ('Y', 'two', 2.5), ('z', x'03', -0.0)",
        "CREATE TABLE honest (id INTEGER PRIMARY KEY, a ANY, t TEXT NOT NULL) STRICT",
        "INSERT INTO honest VALUES (1, '1', '1'), (2, 1, '2'), (3, 1.0, '')",
        "CREATE TABLE made (a INT, twice AS (a * 2), kept AS (a || 'x') STORED, b)",
        "INSERT INTO made (a, b) VALUES (1, 'p'), (2, 'q'), (NULL, 9e999)",
        "CREATE TABLE fresh (x)",
        "INSERT INTO fresh VALUES (1), (1), (2)",
        "ALTER TABLE fresh ADD COLUMN later TEXT DEFAULT 'old'",
        "CREATE INDEX by_twice ON made (twice) WHERE a > 0",
        "CREATE UNIQUE INDEX by_expression ON honest (t || 'x')",
        "CREATE VIEW seen AS SELECT * FROM keyed, nowhere",
        "CREATE TRIGGER reacts AFTER INSERT ON keyed BEGIN DELETE FROM bare; END",
        "CREATE TRIGGER onview INSTEAD OF INSERT ON seen BEGIN SELECT 1; END",
        "CREATE TABLE \"odd \"\"`'name\" (\"a b\" INT, [select] TEXT, PRIMARY KEY([select]))",
        "INSERT INTO \"odd \"\"`'name\" VALUES (1, 'x')",
        "PRAGMA user_version = 17",
        "PRAGMA application_id = 4242");

    build();

    assertThat(CellCompare.differences(source, copy)).isEmpty();
    assertThat(notes.lines()).isEmpty();
    assertThat(schemaInOrder(copy)).isEqualTo(schemaInOrder(source));
  }

  /** Each of these would be converted or refused when written through the declaration. */
  @Test
  void cellsThatTheirDeclarationWouldNotTakeTodayComeBack() {
    fill(
        Encoding.UTF_8,
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a, b, c, d, e)",
        "INSERT INTO t VALUES (1, '12', 3.0, 5, NULL, -4), (2, 7, '1.0', x'31', NULL, 4)",
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_schema SET sql = 'CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER,"
            + " b NUMERIC, c TEXT, d INT NOT NULL, e INT CHECK (e > 0))' WHERE name = 't'",
        "PRAGMA writable_schema = OFF");

    build();

    assertThat(CellCompare.differences(source, copy)).isEmpty();
    assertThat(notes.lines()).singleElement().asString().contains("as in the source");
  }

  @Test
  void orphansAreCountedAndKept() {
    fill(
        Encoding.UTF_8,
        "CREATE TABLE parent (id INTEGER PRIMARY KEY)",
        "CREATE TABLE child (p INT REFERENCES parent)",
        "CREATE TABLE broken (p INT REFERENCES child (p))",
        "INSERT INTO parent VALUES (1)",
        "INSERT INTO child VALUES (1), (2), (3)",
        "INSERT INTO broken VALUES (1)");

    assertThat(build()).isEqualTo(2);
    assertThat(CellCompare.differences(source, copy)).isEmpty();
    assertThat(notes.lines()).singleElement().asString().contains("table broken");
  }

  @Test
  void fullTextIndexesAreBuiltAgainFromTheirContentTables() {
    fill(
        Encoding.UTF_8,
        "CREATE TABLE chat (id INTEGER PRIMARY KEY, title TEXT)",
        "CREATE VIRTUAL TABLE found USING fts5(title, content='chat', content_rowid='id')",
        "CREATE VIRTUAL TABLE own USING fts5(title)",
        "CREATE VIRTUAL TABLE area USING rtree(id, x0, x1)",
        "CREATE TRIGGER follow AFTER INSERT ON chat BEGIN"
            + " INSERT INTO found(rowid, title) VALUES (new.id, new.title); END",
        "INSERT INTO chat VALUES (5, 'blue whale'), (6, 'red fox')",
        "INSERT INTO own VALUES ('lost')",
        "ANALYZE");

    build();

    assertThat(CellCompare.differences(source, copy)).isEmpty();
    try (SqliteSession session = SqliteSession.open(copy)) {
      assertThat(session.number("SELECT rowid FROM found WHERE found MATCH 'fox'")).isEqualTo(6);
      session.run("INSERT INTO chat VALUES (7, 'green frog')");
      assertThat(session.number("SELECT rowid FROM found WHERE found MATCH 'frog'")).isEqualTo(7);
      assertThat(session.number("SELECT count(*) FROM own")).isZero();
    }
    assertThat(notes.lines())
        .anyMatch(line -> line.contains("virtual table own"))
        .anyMatch(line -> line.contains("ANALYZE"));
  }

  @Test
  void anIndexOverAFunctionOfTheApplicationIsLeftOutAndSaid() {
    fill(
        Encoding.UTF_8,
        "CREATE TABLE t (a TEXT)",
        "INSERT INTO t VALUES ('x')",
        "CREATE INDEX fine ON t (a)",
        "CREATE INDEX own ON t (a || a)",
        "PRAGMA writable_schema = ON",
        "UPDATE sqlite_schema SET sql = 'CREATE INDEX own ON t (our_own(a))' WHERE name = 'own'");

    build();

    assertThat(notes.lines()).singleElement().asString().contains("index own is left out");
    try (SqliteSession session = SqliteSession.reading(copy)) {
      assertThat(session.texts("SELECT name FROM sqlite_schema WHERE type = 'index'"))
          .containsExactly("fine");
    }
  }

  @Test
  void rowsThatAreNotOfOneInstantAreRefused() {
    fill(
        Encoding.UTF_8,
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a UNIQUE)",
        "INSERT INTO t VALUES (1, 'x'), (2, 'y')");

    assertThatThrownBy(() -> build(row -> row.setText(1, new byte[] {'x'})))
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessageContaining("UNIQUE")
        .hasMessageContaining("decide open conflicts");
  }

  /** SQLite keeps NULL for what is no number. */
  @Test
  void aCellThatComesBackOtherwiseMakesNoFile() {
    fill(Encoding.UTF_8, "CREATE TABLE t (a REAL)", "INSERT INTO t VALUES (1.5), (2.5)");

    assertThatThrownBy(() -> build(row -> row.setReal(0, Double.NaN)))
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessageContaining("table t came back different")
        .hasMessageContaining("2 rows written, 2 read");
  }

  private void fill(Encoding encoding, String... statements) {
    try (SqliteSession session = SqliteSession.open(source)) {
      session.run("PRAGMA encoding = '" + encoding.sqliteName() + "'");
      for (String statement : statements) {
        session.run(statement);
      }
    }
  }

  private long build() {
    return build(row -> {});
  }

  private long build(Consumer<Row> change) {
    try (SqliteSession session = SqliteSession.reading(source)) {
      SQLiteConnection connection = (SQLiteConnection) session.connection();
      SourceSchema schema = SchemaReader.read(connection);
      Map<String, TablePlan> plans = new TreeMap<>(SourceName.ORDER);
      new TablePlanner(Map.of())
          .plan(connection, schema, Map.of())
          .forEach(plan -> plans.put(plan.source(), plan));
      RowSource rows =
          (plan, consumer) ->
              new RowScanner(connection, plan, 1 << 30)
                  .scan(
                      row -> {
                        change.accept(row);
                        consumer.accept(row);
                      });
      Map<TablePlan, RowSum> written = new FileBuild(schema, plans, rows, notes).write(copy);
      return new FileCheck(notes).check(copy, written);
    }
  }

  private static Object schemaInOrder(Path file) {
    try (SqliteSession session = SqliteSession.reading(file)) {
      return session.texts(
          "SELECT type || ' ' || name || ' ' || tbl_name || ' ' || ifnull(sql, '')"
              + " FROM sqlite_schema ORDER BY rowid");
    }
  }
}
