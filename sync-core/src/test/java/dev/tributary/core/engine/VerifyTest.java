package dev.tributary.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.SyncOutcome;
import dev.tributary.api.VerifyMode;
import dev.tributary.api.VerifyReport;
import dev.tributary.test.sqlite.OpenWebUiFile;
import dev.tributary.test.sqlite.SqliteSession;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Differences planted on either side are found by name, and only ours are repaired. */
class VerifyTest {
  /** A change as a fault of ours would make it: with our sign on the row, and no drift noted. */
  private static final String AS_WE_WRITE = "SET LOCAL tributary.apply = 'on'; ";

  private static final String OURS = ", _sync_xid = pg_current_xact_id()";

  @TempDir Path work;
  private EngineTarget target;
  private Path source;

  @BeforeEach
  void start() {
    target = EngineTarget.create(work.resolve("data"));
    source = work.resolve("source.db");
  }

  @AfterEach
  void stop() {
    target.close();
  }

  @Test
  void aMirrorOfAnApplicationsFileIsEqual() {
    OpenWebUiFile.small(source).create();
    target.sync(source);

    VerifyReport report = verify(VerifyMode.REPORT);

    assertThat(report.equal()).isTrue();
    assertThat(report.tables()).hasSize(25);
    assertThat(report.notes()).isEmpty();
    assertThat(Files.exists(work.resolve("data/verify").resolve(clientId()))).isFalse();
  }

  @Test
  void eachKindOfDifferenceIsFoundAndNamed() {
    mirrorFiveRows();
    target.execute("UPDATE client_acme.t SET a = 'changed', b = NULL WHERE id = 1");
    target.execute("UPDATE client_acme.t SET b = 2.5 WHERE id = 2");
    target.execute("DELETE FROM client_acme.t WHERE id = 3");
    target.execute("INSERT INTO client_acme.t (id, a) VALUES (77, 'theirs')");

    VerifyReport report = verify(VerifyMode.REPORT);

    assertThat(report.equal()).isFalse();
    VerifyReport.Table table = report.tables().get(0);
    assertThat(table.rows()).isEqualTo(5);
    assertThat(table.different()).isEqualTo(2);
    assertThat(table.missing()).isEqualTo(1);
    assertThat(table.extra()).isEqualTo(1);
    assertThat(table.repaired()).isZero();
    assertThat(table.examples())
        .containsExactlyInAnyOrder(
            "id=1: a, b differ",
            "id=2: b differs",
            "id=3: missing in PostgreSQL",
            "id=77: not in the file");
    assertThat(report.notes()).anyMatch(line -> line.contains("others put in 1 rows"));
  }

  /** The search for the columns of a difference ends long before the rows of its table do. */
  @Test
  void anEarlyDifferenceInALargeTableDoesNotStopTheOthers() {
    OpenWebUiFile.megabytes(source, 8).create();
    target.sync(source);
    target.execute(
        "UPDATE client_acme.chat SET title = 'other' WHERE id = (SELECT min(id) FROM"
            + " client_acme.chat)");

    VerifyReport report = verify(VerifyMode.REPORT);

    assertThat(report.differences()).isEqualTo(1);
    assertThat(report.tables()).hasSize(25);
  }

  /**
   * A file of another encoding in the place of the old one: its bytes are not to be repaired in.
   */
  @Test
  void aFileInAnotherEncodingIsToBeSyncedFirst() throws IOException {
    String[] same = {
      "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT)", "INSERT INTO t VALUES (1, 'é')"
    };
    fill(same);
    target.sync(source);
    Files.delete(source);
    fill("PRAGMA encoding = 'UTF-16le'", same[0], same[1]);

    VerifyReport report = verify(VerifyMode.REPAIR);

    assertThat(report.equal()).isFalse();
    assertThat(report.notes()).anyMatch(note -> note.contains("another text encoding"));
    assertThat(target.query("SELECT a, _sync_extra FROM client_acme.t")).containsExactly("é|null");
    target.sync(source);
    assertThat(verify(VerifyMode.REPORT).equal()).isTrue();
  }

  @Test
  void tablesWithoutAKeyAreComparedAsSetsOfRows() {
    fill("CREATE TABLE t (a, b)", "INSERT INTO t VALUES (1, 'x'), (1, 'x'), (2, NULL)");
    target.sync(source);
    assertThat(verify(VerifyMode.REPORT).equal()).isTrue();

    target.execute(
        "UPDATE client_acme.t SET b = 'y' WHERE ctid = (SELECT min(ctid) FROM client_acme.t)");

    VerifyReport.Table table = verify(VerifyMode.REPORT).tables().get(0);
    assertThat(table.differences()).isEqualTo(1);
    assertThat(table.examples()).singleElement().asString().endsWith(": b differs");
  }

  @Test
  void whatWeBrokeIsRepairedAndWhatOthersTouchedIsNot() {
    mirrorFiveRows();
    target.execute(AS_WE_WRITE + "UPDATE client_acme.t SET a = 'broken'" + OURS + " WHERE id = 1");
    target.execute(AS_WE_WRITE + "DELETE FROM client_acme.t WHERE id = 2");
    target.execute(
        AS_WE_WRITE
            + "INSERT INTO client_acme.t (id, a, _sync_hash, _sync_xid)"
            + " VALUES (88, 'left over', 1, pg_current_xact_id())");
    target.execute("UPDATE client_acme.t SET a = 'theirs' WHERE id = 3");
    target.execute("DELETE FROM client_acme.t WHERE id = 4");
    target.execute("INSERT INTO client_acme.t (id, a) VALUES (77, 'theirs')");

    VerifyReport report = verify(VerifyMode.REPAIR);

    VerifyReport.Table table = report.tables().get(0);
    assertThat(table.differences()).isEqualTo(6);
    assertThat(table.repaired()).isEqualTo(3);
    assertThat(report.equal()).isFalse();
    assertThat(report.openConflicts()).isEqualTo(2);
    assertThat(target.query("SELECT id, a FROM client_acme.t ORDER BY id"))
        .containsExactly("1|one", "2|two", "3|theirs", "5|five", "77|theirs");
    assertThat(target.query("SELECT count(*) FROM client_acme._sync_archive")).containsExactly("1");
    assertThat(target.query("SELECT status, triggered_by FROM sync_metadata.sync_jobs"))
        .contains("partial|verify");
  }

  @Test
  void aRepairedMirrorIsEqualAndTheNextSyncGoesOn() {
    mirrorFiveRows();
    target.execute(AS_WE_WRITE + "UPDATE client_acme.t SET a = 'broken'" + OURS);

    assertThat(verify(VerifyMode.REPAIR).equal()).isTrue();
    assertThat(verify(VerifyMode.REPORT).differences()).isZero();

    fill("UPDATE t SET a = 'newer' WHERE id = 5", "DELETE FROM t WHERE id = 1");
    assertThat(target.sync(source).outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(verify(VerifyMode.REPORT).differences()).isZero();
  }

  @Test
  void aFileThatWentOnIsDifferentAndTheReportSaysWhy() {
    mirrorFiveRows();
    fill(
        "UPDATE t SET a = 'newer' WHERE id = 5",
        "CREATE TABLE fresh (x)",
        "INSERT INTO fresh VALUES (1), (2)");

    VerifyReport report = verify(VerifyMode.REPORT);

    assertThat(report.differences()).isEqualTo(3);
    assertThat(report.notes())
        .anyMatch(line -> line.contains("table fresh is not mirrored yet"))
        .anyMatch(line -> line.contains("the file changed since the last sync"));
  }

  @Test
  void changedDeclarationsAreToldAndNotCompared() {
    mirrorFiveRows();
    fill("ALTER TABLE t ADD COLUMN more", "CREATE TABLE u (x)", "INSERT INTO u VALUES (1)");
    assertThat(verify(VerifyMode.REPORT).tables().get(0).examples())
        .containsExactly("the table has other columns");
    target.sync(source);
    fill("DROP TABLE u");

    assertThat(verify(VerifyMode.REPORT).tables().get(1).extra()).isEqualTo(1);

    target.sync(source);
    assertThat(verify(VerifyMode.REPORT).notes())
        .singleElement()
        .asString()
        .contains("table u left the source");
  }

  @Test
  void anotherFileDoesNotEmptyTheMirror() {
    fill(
        "CREATE TABLE t (id INTEGER PRIMARY KEY)",
        "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)"
            + " INSERT INTO t SELECT i FROM n");
    target.sync(source);
    fill("DELETE FROM t WHERE id > 10");

    assertThatThrownBy(() -> verify(VerifyMode.REPAIR))
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessageContaining("490 of 500 rows");
    assertThat(target.query("SELECT count(*) FROM client_acme.t")).containsExactly("500");
    assertThat(target.query("SELECT count(*) FROM sync_metadata.sync_jobs WHERE status = 'failed'"))
        .containsExactly("1");
  }

  @Test
  void whatIsNotOursInTheSchemaIsReported() {
    mirrorFiveRows();
    target.execute("CREATE TABLE client_acme.report (x int)");
    target.execute(
        "CREATE FUNCTION client_acme.f() RETURNS trigger LANGUAGE plpgsql AS"
            + " 'BEGIN RETURN NULL; END'");
    target.execute(
        "CREATE TRIGGER swallow BEFORE INSERT ON client_acme.t FOR EACH ROW"
            + " EXECUTE FUNCTION client_acme.f()");

    assertThat(verify(VerifyMode.REPORT).notes())
        .containsExactly(
            "table report in schema client_acme is not ours",
            "table t has a trigger that is not ours and may change what is written: swallow");
  }

  private void mirrorFiveRows() {
    fill(
        "CREATE TABLE t (id INTEGER PRIMARY KEY, a TEXT, b REAL)",
        "INSERT INTO t VALUES (1, 'one', 1), (2, 'two', 2), (3, 'three', 3), (4, 'four', 4),"
            + " (5, 'five', NULL)");
    target.sync(source);
  }

  private void fill(String... statements) {
    try (SqliteSession session = SqliteSession.open(source)) {
      List.of(statements).forEach(session::run);
    }
  }

  private String clientId() {
    return target.query("SELECT deployment_id FROM sync_metadata.client_deployments").get(0);
  }

  private VerifyReport verify(VerifyMode mode) {
    return target.engine().verify(EngineTarget.ACME, source, mode);
  }
}
