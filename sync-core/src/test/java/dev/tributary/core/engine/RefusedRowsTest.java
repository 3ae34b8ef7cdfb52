package dev.tributary.core.engine;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.api.ClientName;
import dev.tributary.api.RestoreReport;
import dev.tributary.api.SyncOutcome;
import dev.tributary.api.SyncReport;
import dev.tributary.api.SyncRequest;
import dev.tributary.core.internal.run.EngineSettings.Limits;
import dev.tributary.test.sqlite.SqliteApp;
import dev.tributary.test.sqlite.TrapTables;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that PostgreSQL refuses, because somebody put a check on the mirror, and what follows. */
final class RefusedRowsTest {
  @TempDir Path directory;
  private EngineTarget target;
  private Path file;
  private SqliteApp app;

  @BeforeEach
  void mirrorWithACheck() {
    file = directory.resolve("app.db");
    app = new SqliteApp(file);
    target = EngineTarget.create(directory.resolve("data"));
    app.run(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, n INTEGER)",
        "INSERT INTO t VALUES (1, 1), (2, 2), (3, 3)");
    target.sync(file);
    target.execute("ALTER TABLE client_acme.t ADD CONSTRAINT small CHECK (n < 100)");
  }

  @AfterEach
  void close() {
    target.close();
  }

  @Test
  void staysOutUntilTheSourceMendsIt() {
    app.run("UPDATE t SET n = 500 WHERE id = 2", "INSERT INTO t VALUES (4, 4)");
    SyncReport refused = target.sync(file);
    assertThat(refused.outcome()).isEqualTo(SyncOutcome.PARTIAL);
    assertThat(refused.quarantined()).isEqualTo(1);
    String missing =
        "table t: 1 rows are not in the mirror, or as they were: cannot write rows into"
            + " \"client_acme\".\"t\": PostgreSQL refuses a row (SQLSTATE 23514, table t,"
            + " constraint small)";
    assertThat(refused.notes()).containsExactly(missing);
    assertThat(jobs()).containsExactly("partial|" + missing, "success|null");
    assertThat(rows()).containsExactly("1|1", "2|2", "3|3", "4|4");
    app.run("UPDATE t SET n = 9 WHERE id = 3");
    assertThat(target.sync(file).quarantined()).isEqualTo(1);
    assertThat(rows()).contains("3|9");
    app.run("UPDATE t SET n = 50 WHERE id = 2");
    assertThat(target.sync(file).outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(rows()).contains("2|50");
    assertThat(open()).isEmpty();
    assertThat(jobs().get(0)).isEqualTo("success|null");
  }

  @Test
  void rowsThatNoNameTellsApartAreCountedOneByOne() {
    String longKey = "k".repeat(210);
    app.run(
        "CREATE TABLE keyless (n INTEGER)",
        "CREATE TABLE longkey (id TEXT PRIMARY KEY, n INTEGER)",
        "INSERT INTO keyless VALUES (1)",
        "INSERT INTO longkey VALUES ('short', 1)");
    target.sync(file);
    target.execute("ALTER TABLE client_acme.keyless ADD CHECK (n < 100)");
    target.execute("ALTER TABLE client_acme.longkey ADD CHECK (n < 100)");
    app.run(
        "INSERT INTO keyless VALUES (100), (100), (300)",
        "INSERT INTO longkey VALUES ('%1$s1', 100), ('%1$s2', 200)".formatted(longKey));
    SyncReport report = target.sync(file);
    assertThat(report.quarantined()).isEqualTo(5);
    assertThat(report.waiting()).isEqualTo(5);
    assertThat(report.notes())
        .anyMatch(note -> note.startsWith("table keyless: 3 rows"))
        .anyMatch(note -> note.startsWith("table longkey: 2 rows"));
    app.run("DELETE FROM keyless WHERE n = 300", "UPDATE longkey SET n = 1");
    assertThat(target.sync(file).waiting()).isEqualTo(2);
  }

  @Test
  void aTableThatIsLeftOutWaitsAsAWhole() {
    TrapTables.addTooWideTable(file);
    app.run("INSERT INTO t VALUES (4, 4)");
    SyncReport report = target.sync(file);
    assertThat(report.outcome()).isEqualTo(SyncOutcome.PARTIAL);
    assertThat(report.notes())
        .singleElement()
        .asString()
        .matches("table wide_1700: none of its \\d+ rows is in the mirror: 1701 columns; .*");
    assertThat(jobs().get(0)).startsWith("partial|table wide_1700");
    assertThat(target.query("SELECT last_sync_status FROM sync_metadata.client_deployments"))
        .containsExactly("partial");
    RestoreReport restored = target.engine().restore(EngineTarget.ACME, directory.resolve("r.db"));
    assertThat(restored.notes()).anyMatch(note -> note.startsWith("table wide_1700: none"));
    app.run("DROP TABLE wide_1700");
    assertThat(target.sync(file).outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(open()).isEmpty();
  }

  @Test
  void isNamedInTheEncodingOfTheFile() {
    Path wide = directory.resolve("utf16.db");
    new SqliteApp(wide)
        .run(
            "PRAGMA encoding = 'UTF-16le'",
            "CREATE TABLE u (id TEXT PRIMARY KEY, n INTEGER)",
            "INSERT INTO u VALUES ('first', 1)");
    ClientName other = new ClientName("other");
    target.engine().sync(SyncRequest.of(other, wide));
    target.execute("ALTER TABLE client_other.u ADD CHECK (n < 100)");
    new SqliteApp(wide).run("INSERT INTO u VALUES ('schlüssel', 100)");
    target.engine().sync(SyncRequest.of(other, wide));
    assertThat(open()).containsExactly("schlüssel");
  }

  @Test
  void isForgottenWhenTheSourceDeletesIt() {
    app.run("INSERT INTO t VALUES (4, 400)");
    assertThat(target.sync(file).quarantined()).isEqualTo(1);
    app.run("DELETE FROM t WHERE id = 4");
    assertThat(target.sync(file).outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(open()).isEmpty();
  }

  @Test
  void isForgottenWhenItsTableLeaves() {
    app.run("CREATE TABLE other (id INTEGER PRIMARY KEY)", "INSERT INTO t VALUES (4, 400)");
    assertThat(target.sync(file).quarantined()).isEqualTo(1);
    app.run("DROP TABLE t");
    assertThat(target.sync(file).outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(open()).isEmpty();
  }

  @Test
  void isFoundAlsoInARunThatChangesTheSchema() {
    app.run(
        "ALTER TABLE t ADD COLUMN tag TEXT DEFAULT 'new'",
        "INSERT INTO t VALUES (4, 400, 'x'), (5, 5, 'y')");
    SyncReport refused = target.sync(file);
    assertThat(refused.quarantined()).isEqualTo(1);
    assertThat(target.query("SELECT id, n, tag FROM client_acme.t ORDER BY id"))
        .containsExactly("1|1|new", "2|2|new", "3|3|new", "5|5|y");
  }

  @Test
  void isFoundAlsoInARunThatChangesTypesAndKeysOfOtherTables() {
    app.run(
        "CREATE TABLE typed (id INTEGER PRIMARY KEY, v INTEGER)",
        "CREATE TABLE keyed (id INTEGER PRIMARY KEY, v TEXT)",
        "INSERT INTO typed VALUES (1, 5), (2, 6)",
        "INSERT INTO keyed VALUES (1, 'x'), (2, 'x')");
    target.sync(file);
    app.run(
        "CREATE TABLE n (id INTEGER PRIMARY KEY, v TEXT)",
        "INSERT INTO n SELECT * FROM typed",
        "DROP TABLE typed",
        "ALTER TABLE n RENAME TO typed",
        "CREATE TABLE k (id INTEGER, v TEXT)",
        "INSERT INTO k SELECT * FROM keyed",
        "DROP TABLE keyed",
        "ALTER TABLE k RENAME TO keyed",
        "INSERT INTO t VALUES (4, 400)");
    assertThat(target.sync(file).quarantined()).isEqualTo(1);
    assertThat(target.query("SELECT v FROM client_acme.typed ORDER BY v"))
        .containsExactly("5", "6");
    assertThat(target.query("SELECT count(*) FROM client_acme.keyed")).containsExactly("2");
  }

  @Test
  void aRowTooLargeKeepsWhatItWasAndGoesWhenItGoes() {
    target.restart(new Limits(20, 100, 4096, 16L << 20, 64L << 20, 2, Duration.ofSeconds(5)));
    app.run("CREATE TABLE b (id TEXT PRIMARY KEY, v TEXT)", "INSERT INTO b VALUES ('k', 'small')");
    target.sync(file);
    app.run("UPDATE b SET v = hex(randomblob(5000))", "INSERT INTO b VALUES ('l', 'fine')");
    assertThat(target.sync(file).quarantined()).isEqualTo(1);
    assertThat(target.query("SELECT id, v FROM client_acme.b ORDER BY id"))
        .containsExactly("k|small", "l|fine");
    app.run("DELETE FROM b WHERE id = 'k'");
    assertThat(target.sync(file).outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(target.query("SELECT id FROM client_acme.b")).containsExactly("l");
    assertThat(open()).isEmpty();
  }

  @Test
  void isFoundAlsoWhereTheSourceDidNothing() {
    app.run("INSERT INTO t VALUES (4, 400)");
    target.execute("ALTER TABLE client_acme.t DROP CONSTRAINT small");
    target.sync(file);
    target.execute("ALTER TABLE client_acme.t ADD CONSTRAINT small CHECK (n < 100) NOT VALID");
    target.execute("DELETE FROM client_acme.t WHERE id IN (1, 4)");
    target.execute(
        "UPDATE sync_metadata.client_deployments SET config = config || '{\"drift\": \"repair\"}'");
    app.run("INSERT INTO t VALUES (5, 5)");
    assertThat(target.sync(file).quarantined()).isEqualTo(1);
    assertThat(rows()).containsExactly("1|1", "2|2", "3|3", "5|5");
  }

  /** Of 998 numbers, the mirror has room for the row and the staging table has not. */
  @Test
  void aRowThatIsTooWideToBeStagedWaitsAsWell() {
    String columns =
        IntStream.range(1, 998).mapToObj(i -> "c" + i + " INTEGER").collect(joining(", "));
    app.run(
        "CREATE TABLE w (id INTEGER PRIMARY KEY, " + columns + ")",
        "INSERT INTO w VALUES (1" + ", 1".repeat(997) + ")");
    assertThat(target.sync(file).quarantined()).isZero();
    app.run("UPDATE w SET c7 = 7", "INSERT INTO w (id) VALUES (2)", "DELETE FROM t WHERE id = 1");
    SyncReport report = target.sync(file);
    assertThat(report.outcome()).isEqualTo(SyncOutcome.PARTIAL);
    assertThat(report.quarantined()).isEqualTo(1);
    assertThat(target.query("SELECT id, c7 FROM client_acme.w ORDER BY id"))
        .containsExactly("1|1", "2|null");
    app.run("UPDATE w SET c8 = NULL, c9 = NULL");
    assertThat(target.sync(file).outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(target.query("SELECT id, c7 FROM client_acme.w ORDER BY id"))
        .containsExactly("1|7", "2|null");
  }

  @Test
  void anotherDatabaseBehindTheAddressLetsContentDecide() {
    target.execute("ALTER TABLE client_acme.t DROP CONSTRAINT small");
    target.execute("UPDATE client_acme.t SET n = 77 WHERE id = 1");
    target.execute("UPDATE sync_metadata.client_deployments SET system_identifier = '1'");
    app.run("UPDATE t SET n = 10 * n", "DELETE FROM t WHERE id = 3");
    SyncReport report = target.sync(file);
    assertThat(report.conflicts()).isEqualTo(1);
    assertThat(rows()).containsExactly("1|77", "2|20");
  }

  private List<String> rows() {
    return target.query("SELECT id, n FROM client_acme.t ORDER BY id");
  }

  /** The latest first. */
  private List<String> jobs() {
    return target.query(
        "SELECT status, error_message FROM sync_metadata.sync_jobs ORDER BY completed_at DESC");
  }

  private List<String> open() {
    return target.query("SELECT record_key FROM sync_metadata.quarantine WHERE status = 'open'");
  }
}
