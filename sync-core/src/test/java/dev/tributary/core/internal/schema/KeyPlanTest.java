package dev.tributary.core.internal.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.core.internal.ScratchFile;
import dev.tributary.core.internal.table.KeyPlan;
import dev.tributary.core.internal.table.KeyPlan.Kind;
import dev.tributary.core.internal.table.SourceSchema;
import dev.tributary.core.internal.table.TablePlan;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class KeyPlanTest {
  private static final KeyPlan ROWS = new KeyPlan(Kind.ROWS, List.of());

  private final ScratchFile file = ScratchFile.inMemory();

  @AfterEach
  void close() {
    file.close();
  }

  @Test
  void declaredPrimaryKeyIsTheKeyInItsOwnOrder() {
    file.run("CREATE TABLE t (a TEXT, b INTEGER, c TEXT, PRIMARY KEY (c, a)) WITHOUT ROWID");

    assertThat(key()).isEqualTo(columns("c", "a"));
  }

  @Test
  void legacyTableWithoutPrimaryKeyUsesItsUniqueIndex() {
    file.run(
        "CREATE TABLE chat (id VARCHAR(255) NOT NULL, user_id VARCHAR(255) NOT NULL, share TEXT)",
        "CREATE UNIQUE INDEX chat_id ON chat (id)",
        "CREATE UNIQUE INDEX chat_share ON chat (share)",
        "INSERT INTO chat VALUES ('a', 'u', NULL), ('b', 'u', NULL)");

    assertThat(key()).isEqualTo(columns("id"));
  }

  @Test
  void smallestUniqueIndexIsTaken() {
    file.run(
        "CREATE TABLE t (a INT NOT NULL, b INT NOT NULL, c INT NOT NULL)",
        "CREATE UNIQUE INDEX i ON t (a, b)",
        "CREATE UNIQUE INDEX j ON t (c)");

    assertThat(key()).isEqualTo(columns("c"));
  }

  @Test
  void aColumnThatAnIndexNamesTwiceCountsOnce() {
    file.run("CREATE TABLE t (a INT NOT NULL, b)", "CREATE UNIQUE INDEX i ON t (a DESC, a)");

    assertThat(key()).isEqualTo(columns("a"));
  }

  @Test
  void partialAndExpressionIndexesAreNoKeys() {
    file.run(
        "CREATE TABLE t (a INT NOT NULL, b TEXT NOT NULL)",
        "CREATE UNIQUE INDEX i ON t (a) WHERE a > 0",
        "CREATE UNIQUE INDEX j ON t (lower(b))");

    assertThat(key()).isEqualTo(ROWS);
  }

  @Test
  void primaryKeyWithNullIsNoKey() {
    file.run("CREATE TABLE t (id TEXT PRIMARY KEY)", "INSERT INTO t VALUES (NULL), (NULL)");

    assertThat(key()).isEqualTo(ROWS);
  }

  @Test
  void oneAndTheTextOneInAnUntypedKeyAreHashed() {
    file.run("CREATE TABLE t (k PRIMARY KEY) WITHOUT ROWID", "INSERT INTO t VALUES (1), ('1')");

    assertThat(key()).isEqualTo(hashed("k"));
  }

  @Test
  void keysThatTheColumnCannotHoldAreHashed() {
    assertHashed("TEXT", "x'61'");
    assertHashed("TEXT", "'a' || char(0) || 'b'");
    assertHashed("TEXT", "CAST(x'61ff62' AS TEXT)");
    assertHashed("TEXT", "printf('%1001d', 1)");
    assertHashed("INT", "'x'");
    assertHashed("INT", "1.5");
    assertHashed("BLOB", "zeroblob(1001)");
    assertHashed("JSON", "'{}'");
    assertHashed("DECIMAL", "1.5");
  }

  @Test
  void keysThatTheColumnHoldsAreColumns() {
    assertColumns("TEXT COLLATE NOCASE", "'Ä 𝄞'");
    assertColumns("TEXT", "printf('%1000d', 1)");
    assertColumns("INT", "-9223372036854775808");
    assertColumns("BLOB", "zeroblob(1000)");
    assertColumns("REAL", "1");
    assertColumns("DECIMAL", "7");
    assertColumns("BOOLEAN", "1");
  }

  @Test
  void lengthOfACompositeKeyCountsAsAWhole() {
    file.run(
        "CREATE TABLE t (a TEXT, b TEXT, PRIMARY KEY (a, b))",
        "INSERT INTO t VALUES (printf('%600d', 1), printf('%600d', 1))");

    assertThat(key()).isEqualTo(hashed("a", "b"));
  }

  @Test
  void invalidTextOfAnUtf16FileIsFound() {
    file.run(
        "PRAGMA encoding = 'UTF-16le'",
        "CREATE TABLE t (k TEXT PRIMARY KEY)",
        "INSERT INTO t VALUES (CAST(x'00d8' AS TEXT))");

    assertThat(key()).isEqualTo(hashed("k"));
  }

  @Test
  void keyOfAConfiguredTypeThatDoesNotHoldItIsHashed() {
    file.run("CREATE TABLE t (id INTEGER PRIMARY KEY)");

    assertThat(plan(Map.of("t.id", "timestamptz:s"), Map.of()).key()).isEqualTo(hashed("id"));
  }

  @Test
  void chosenKeyStaysWhenTheTableGetsAPrimaryKeyOverTheSameColumns() {
    file.run("CREATE TABLE t (id TEXT NOT NULL)", "CREATE UNIQUE INDEX i ON t (id)");
    TablePlan stored = plan(Map.of(), Map.of());

    file.run("DROP TABLE t", "CREATE TABLE t (id TEXT NOT NULL PRIMARY KEY)");

    assertThat(plan(Map.of(), Map.of("t", stored)).key()).isEqualTo(stored.key());
  }

  @Test
  void hashedKeyStaysWhenTheOddKeyIsGone() {
    file.run("CREATE TABLE t (k TEXT PRIMARY KEY)", "INSERT INTO t VALUES (x'00')");
    TablePlan stored = plan(Map.of(), Map.of());

    file.run("DELETE FROM t");

    assertThat(plan(Map.of(), Map.of("t", stored)).key()).isEqualTo(hashed("k"));
  }

  @Test
  void keylessTableStaysSoWhenTheNullIsGone() {
    file.run("CREATE TABLE t (k TEXT PRIMARY KEY)", "INSERT INTO t VALUES (NULL)");
    TablePlan stored = plan(Map.of(), Map.of());

    file.run("DELETE FROM t");

    assertThat(plan(Map.of(), Map.of("t", stored)).key()).isEqualTo(ROWS);
  }

  @Test
  void keylessTableGetsTheKeyThatTheAppGivesIt() {
    file.run("CREATE TABLE t (id TEXT)");
    TablePlan stored = plan(Map.of(), Map.of());

    file.run("DROP TABLE t", "CREATE TABLE t (id TEXT PRIMARY KEY)");

    assertThat(plan(Map.of(), Map.of("t", stored)).key()).isEqualTo(columns("id"));
  }

  @Test
  void columnsKeyBecomesHashedWhenAKeyDoesNotFitAnyMore() {
    file.run("CREATE TABLE t (k TEXT PRIMARY KEY)");
    TablePlan stored = plan(Map.of(), Map.of());
    assertThat(stored.key()).isEqualTo(columns("k"));

    file.run("INSERT INTO t VALUES (x'00')");

    assertThat(plan(Map.of(), Map.of("t", stored)).key()).isEqualTo(hashed("k"));
  }

  @Test
  void plainIndexesAreThoseThatPostgresCanHave() {
    file.run(
        "CREATE TABLE t (id TEXT PRIMARY KEY, a TEXT, b INT, j JSON, long TEXT)",
        "INSERT INTO t VALUES ('x', 'a', 1, '{}', printf('%3000d', 1))",
        "CREATE INDEX i1 ON t (a, b)",
        "CREATE INDEX i2 ON t (a, b DESC)",
        "CREATE INDEX i3 ON t (j)",
        "CREATE INDEX i4 ON t (lower(a))",
        "CREATE INDEX i5 ON t (b) WHERE b > 1",
        "CREATE INDEX i6 ON t (long)",
        "CREATE UNIQUE INDEX i7 ON t (b)");

    assertThat(plan(Map.of(), Map.of()).indexes()).containsExactly(List.of("a", "b"), List.of("b"));
  }

  @Test
  void planComesBackFromItsJson() {
    file.run(
        "CREATE TABLE t (\"xmin\" TEXT, b DATETIME, PRIMARY KEY (\"xmin\", b))",
        "CREATE INDEX i ON t (b)");
    TablePlan plan = plan(Map.of("t.b", "timestamptz:ns"), Map.of());

    assertThat(TablePlanJson.read(TablePlanJson.write(plan))).isEqualTo(plan);
  }

  private void assertHashed(String type, String value) {
    fill(type, value);
    assertThat(key()).as(type + " " + value).isEqualTo(hashed("k"));
  }

  private void assertColumns(String type, String value) {
    fill(type, value);
    assertThat(key()).as(type + " " + value).isEqualTo(columns("k"));
  }

  private void fill(String type, String value) {
    file.run(
        "DROP TABLE IF EXISTS t",
        "CREATE TABLE t (k " + type + " PRIMARY KEY, v)",
        "INSERT INTO t VALUES (" + value + ", 1)");
  }

  private static KeyPlan columns(String... columns) {
    return new KeyPlan(Kind.COLUMNS, List.of(columns));
  }

  private static KeyPlan hashed(String... columns) {
    return new KeyPlan(Kind.HASHED, List.of(columns));
  }

  private KeyPlan key() {
    return plan(Map.of(), Map.of()).key();
  }

  private TablePlan plan(Map<String, String> overrides, Map<String, TablePlan> stored) {
    SourceSchema schema = SchemaReader.read(file.connection());
    return new TablePlanner(overrides).plan(file.connection(), schema, stored).get(0);
  }
}
