package dev.tributary.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.api.SyncOutcome;
import dev.tributary.api.SyncReport;
import dev.tributary.api.SyncRequest;
import dev.tributary.core.internal.run.EngineSettings.Limits;
import dev.tributary.test.sqlite.SqliteApp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a source's schema may do between two runs. */
final class SchemaTurnsTest {
  @TempDir Path directory;
  private EngineTarget target;
  private Path file;
  private SqliteApp app;

  @BeforeEach
  void open() {
    file = directory.resolve("app.db");
    app = new SqliteApp(file);
    target = EngineTarget.create(directory.resolve("data"));
  }

  @AfterEach
  void close() {
    target.close();
  }

  @Test
  void aValueTooLongForAnIndexOfTheMirrorIsNoReasonToStop() {
    app.run(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, tag TEXT, n INTEGER)",
        "CREATE INDEX t_tag ON t (tag)",
        "CREATE INDEX t_n ON t (n)",
        "INSERT INTO t VALUES (1, 'short', 1)");
    complete();
    app.run("INSERT INTO t VALUES (2, hex(randomblob(9000)), 2), (3, 'after', 3)");
    complete();
    assertThat(target.query("SELECT id, length(tag) FROM client_acme.t ORDER BY id"))
        .containsExactly("1|5", "2|18000", "3|5");
    assertThat(target.query("SELECT count(*) FROM sync_metadata.quarantine")).containsExactly("0");
    assertThat(indexes("t")).containsExactly("t_n_idx", "t_pkey");
    app.run("UPDATE t SET tag = 'x' WHERE id = 3");
    assertThat(complete().rowsChanged()).isEqualTo(1);
  }

  @Test
  void anIndexThatTheSourceDroppedIsDropped() {
    app.run(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, tag TEXT)",
        "CREATE INDEX t_tag ON t (tag)",
        "INSERT INTO t VALUES (1, 'x')");
    complete();
    app.run("DROP INDEX t_tag", "UPDATE t SET tag = 'y'");
    complete();
    assertThat(indexes("t")).containsExactly("t_pkey");
  }

  @Test
  void aTableSpelledOtherwiseIsTheSameTable() {
    app.run(
        "CREATE TABLE Note (id INTEGER PRIMARY KEY, v TEXT)", "INSERT INTO Note VALUES (1, 'x')");
    complete();
    app.run(
        "CREATE TABLE tmp (id INTEGER PRIMARY KEY, v TEXT)",
        "INSERT INTO tmp VALUES (1, 'x'), (2, 'y')",
        "DROP TABLE Note",
        "ALTER TABLE tmp RENAME TO NOTE");
    assertThat(complete().rowsChanged()).isEqualTo(1);
    app.run("UPDATE note SET v = 'z' WHERE id = 1", "DELETE FROM note WHERE id = 2");
    assertThat(complete().rowsChanged()).isEqualTo(2);
    assertThat(target.query("SELECT id, v FROM client_acme.\"Note\"")).containsExactly("1|z");
  }

  @Test
  void namesThatDifferInAccentedLettersOnlyAreDifferentTables() {
    app.run(
        "CREATE TABLE \"É\" (id INTEGER PRIMARY KEY)",
        "CREATE TABLE \"é\" (id INTEGER PRIMARY KEY)",
        "INSERT INTO \"É\" VALUES (1)",
        "INSERT INTO \"é\" VALUES (1), (2)");
    complete();
    app.run("INSERT INTO \"É\" VALUES (7)", "INSERT INTO \"é\" VALUES (8)");
    assertThat(complete().rowsChanged()).isEqualTo(2);
  }

  @Test
  void aColumnSpelledOtherwiseIsTheSameColumn() {
    app.run("CREATE TABLE t (id INTEGER PRIMARY KEY, Body TEXT)", "INSERT INTO t VALUES (1, 'x')");
    complete();
    app.run("ALTER TABLE t RENAME COLUMN Body TO body", "ALTER TABLE t RENAME COLUMN id TO ID");
    assertThat(complete().rowsChanged()).isZero();
    app.run("UPDATE t SET body = 'y'");
    complete();
    assertThat(target.query("SELECT \"Body\" FROM client_acme.t")).containsExactly("y");
  }

  @Test
  void twoColumnsThatSwapTheirNamesSwapTheirValues() {
    app.run(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b INTEGER)",
        "INSERT INTO t VALUES (1, 'x', 5), (2, NULL, NULL)");
    complete();
    app.run(
        "ALTER TABLE t RENAME COLUMN a TO c",
        "ALTER TABLE t RENAME COLUMN b TO a",
        "ALTER TABLE t RENAME COLUMN c TO b");
    complete();
    assertThat(target.query("SELECT id, a, b FROM client_acme.t ORDER BY id"))
        .containsExactly("1|5|x", "2|null|null");
  }

  @Test
  void aColumnWithAnotherTypeCarriesItsValuesOver() {
    app.run(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a INTEGER, extra TEXT)",
        "INSERT INTO t VALUES (1, 10, 'e'), (2, 'stray', 'e'), (3, NULL, 'e')");
    complete();
    app.run(
        "CREATE TABLE n (id INTEGER PRIMARY KEY, a TEXT, extra TEXT)",
        "INSERT INTO n SELECT * FROM t",
        "DROP TABLE t",
        "ALTER TABLE n RENAME TO t");
    complete();
    assertThat(target.query("SELECT id, a, _sync_extra FROM client_acme.t ORDER BY id"))
        .containsExactly("1|10|null", "2|stray|null", "3|null|null");
  }

  @Test
  void aDroppedColumnThatComesBackHasItsNewValuesOnly() {
    app.run(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT)",
        "INSERT INTO t VALUES (1, 'old'), (2, NULL)");
    complete();
    app.run("ALTER TABLE t DROP COLUMN a");
    complete();
    app.run("ALTER TABLE t ADD COLUMN a TEXT", "UPDATE t SET a = 'old' WHERE id = 2");
    complete();
    assertThat(target.query("SELECT id, a FROM client_acme.t ORDER BY id"))
        .containsExactly("1|null", "2|old");
  }

  @Test
  void twoTablesThatSwapTheirNamesSwapTheirRows() {
    app.run(
        "CREATE TABLE a (id INTEGER PRIMARY KEY, v TEXT)",
        "CREATE TABLE b (id INTEGER PRIMARY KEY, v TEXT)",
        "INSERT INTO a VALUES (1, 'a1'), (2, 'a2')",
        "INSERT INTO b VALUES (2, 'b2'), (3, 'b3')");
    complete();
    app.run("ALTER TABLE a RENAME TO c", "ALTER TABLE b RENAME TO a", "ALTER TABLE c RENAME TO b");
    complete();
    assertThat(target.query("SELECT * FROM (SELECT id, v FROM client_acme.a) x ORDER BY id"))
        .containsExactly("2|b2", "3|b3");
    assertThat(target.query("SELECT id, v FROM client_acme.b ORDER BY id"))
        .containsExactly("1|a1", "2|a2");
  }

  @Test
  void generatedColumnsAndTablesWithoutRowidAreFollowed() {
    app.run(
        "CREATE TABLE g (k TEXT, n INTEGER, twice INTEGER AS (n * 2), kept AS (k || '!') STORED,"
            + " PRIMARY KEY (k, n)) WITHOUT ROWID",
        "INSERT INTO g (k, n) VALUES ('a', 1), ('b', 2)");
    complete();
    app.run("UPDATE g SET n = 5 WHERE k = 'b'", "INSERT INTO g (k, n) VALUES ('c', 3)");
    complete();
    assertThat(target.query("SELECT k, n, twice, kept FROM client_acme.g ORDER BY k"))
        .containsExactly("a|1|2|a!", "b|5|10|b!", "c|3|6|c!");
  }

  @Test
  void aKeyThatTurnsNullTurnsTheTableIntoRowsWithoutKey() {
    app.run(
        "CREATE TABLE t (id TEXT PRIMARY KEY, v TEXT)",
        "INSERT INTO t VALUES ('a', 'x'), ('b', 'y')");
    complete();
    app.run("INSERT INTO t VALUES (NULL, 'n'), (NULL, 'n')");
    complete();
    assertThat(target.query("SELECT id, v FROM client_acme.t ORDER BY id, v"))
        .containsExactly("a|x", "b|y", "null|n", "null|n");
    app.run(
        "DELETE FROM t WHERE rowid = (SELECT max(rowid) FROM t)",
        "UPDATE t SET v = 'z' WHERE id = 'a'");
    complete();
    assertThat(target.query("SELECT id, v FROM client_acme.t ORDER BY id, v"))
        .containsExactly("a|z", "b|y", "null|n");
  }

  @Test
  void aTypeOnceChosenByAPersonStays() {
    app.run("CREATE TABLE t (id INTEGER PRIMARY KEY, v INTEGER)", "INSERT INTO t VALUES (1, 5)");
    SyncRequest chosen =
        SyncRequest.of(EngineTarget.ACME, file).withColumnTypes(Map.of("t.v", "text"));
    assertThat(target.engine().sync(chosen).outcome()).isEqualTo(SyncOutcome.COMPLETE);
    app.run("UPDATE t SET v = 6");
    complete();
    assertThat(
            target.query(
                "SELECT data_type FROM information_schema.columns WHERE table_schema = 'client_acme'"
                    + " AND table_name = 't' AND column_name = 'v'"))
        .containsExactly("text");
  }

  @Test
  void aTableOfManyColumnsIsSearchedForLargeCells() {
    target.restart(new Limits(20, 100, 2048, 16L << 20, 64L << 20, 2, Duration.ofSeconds(5)));
    String columns =
        IntStream.rangeClosed(1, 1200)
            .mapToObj(i -> "c" + i + " TEXT")
            .collect(Collectors.joining(", "));
    app.run(
        "CREATE TABLE wide (id INTEGER PRIMARY KEY, " + columns + ")",
        "INSERT INTO wide (id, c7) VALUES (1, 'x'), (2, hex(randomblob(3000)))");
    SyncReport report = target.sync(file);
    assertThat(report.outcome()).isEqualTo(SyncOutcome.PARTIAL);
    assertThat(report.quarantined()).isEqualTo(1);
    assertThat(target.query("SELECT id, c7 FROM client_acme.wide")).containsExactly("1|x");
  }

  @Test
  void aKeyOfMoreColumnsThanAnIndexTakesIsHashed() {
    app.run(
        "CREATE TABLE t (%s, v TEXT, PRIMARY KEY (%s))"
            .formatted(columns(33, " INTEGER"), columns(33, "")),
        "INSERT INTO t (c1, c33, v) VALUES (1, 1, 'x'), (1, 2, 'y')",
        "UPDATE t SET " + columns(33, " = ifnull(%1$s, 0)"));
    complete();
    app.run("UPDATE t SET v = 'z' WHERE c33 = 2");
    assertThat(complete().rowsChanged()).isEqualTo(1);
    assertThat(target.query("SELECT c33, v FROM client_acme.t ORDER BY 1"))
        .containsExactly("1|x", "2|z");
  }

  @Test
  void aTableMayHaveTheNameOfAnIndexOfTheMirror() {
    app.run(
        "CREATE TABLE chat (id INTEGER PRIMARY KEY, tag TEXT)",
        "CREATE INDEX tags ON chat (tag)",
        "CREATE TABLE chat_pkey (id INTEGER PRIMARY KEY)",
        "INSERT INTO chat VALUES (1, 'x')");
    complete();
    app.run(
        "CREATE TABLE chat_tag_idx (id INTEGER PRIMARY KEY)", "INSERT INTO chat_pkey VALUES (5)");
    assertThat(complete().rowsChanged()).isEqualTo(1);
    assertThat(indexes("chat")).hasSize(2).allMatch(index -> index.startsWith("_sync_index_"));
  }

  @Test
  void aColumnThatOthersAddedMakesWayForTheSources() {
    app.run("CREATE TABLE t (id INTEGER PRIMARY KEY)", "INSERT INTO t VALUES (1), (2)");
    complete();
    target.execute("ALTER TABLE client_acme.t ADD COLUMN tag text DEFAULT 'theirs'");
    app.run("ALTER TABLE t ADD COLUMN tag TEXT", "UPDATE t SET tag = 'ours' WHERE id = 2");
    assertThat(complete().notes()).anyMatch(note -> note.contains("which others had added"));
    assertThat(target.query("SELECT id, tag, _sync_retired_1_tag FROM client_acme.t ORDER BY id"))
        .containsExactly("1|null|theirs", "2|ours|theirs");
  }

  @Test
  void aMirrorThatHasNoRoomForMoreColumnsBeginsAnew() {
    app.run(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, " + columns(900, " INTEGER") + ")",
        "INSERT INTO t (id, c1) VALUES (1, 5)");
    complete();
    app.run(
        "CREATE TABLE n (id INTEGER PRIMARY KEY, " + columns(900, " TEXT") + ")",
        "INSERT INTO n SELECT * FROM t",
        "DROP TABLE t",
        "ALTER TABLE n RENAME TO t");
    assertThat(complete().notes()).singleElement().asString().contains("no room for more columns");
    assertThat(target.query("SELECT id, c1 FROM client_acme.t")).containsExactly("1|5");
  }

  private static String columns(int count, String declared) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> "c" + i + declared.formatted("c" + i))
        .collect(Collectors.joining(", "));
  }

  @Test
  void anyNumberOfTablesMayHaveKeysThatNoColumnHolds() {
    for (int i = 1; i <= 14; i++) {
      app.run(
          "CREATE TABLE k%d (id TEXT PRIMARY KEY)".formatted(i),
          "INSERT INTO k%d VALUES ('a'), (CAST(x'7aff' AS TEXT))".formatted(i));
    }
    assertThat(complete().rowsChanged()).isEqualTo(28);
  }

  private SyncReport complete() {
    SyncReport report = target.sync(file);
    assertThat(report.outcome()).isEqualTo(SyncOutcome.COMPLETE);
    return report;
  }

  private List<String> indexes(String table) {
    return target.query(
        "SELECT indexname FROM pg_indexes WHERE schemaname = 'client_acme' AND tablename = '"
            + table
            + "' ORDER BY 1");
  }
}
