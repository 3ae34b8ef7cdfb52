package dev.tributary.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.api.SyncMode;
import dev.tributary.api.SyncOutcome;
import dev.tributary.api.SyncReport;
import dev.tributary.api.SyncRequest;
import dev.tributary.test.sqlite.SqliteApp;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows that others touched, in the runs after the one that held them. */
final class HeldRowsTest {
  @TempDir Path directory;
  private EngineTarget target;
  private Path file;
  private SqliteApp app;

  @BeforeEach
  void mirrorNotes() {
    file = directory.resolve("app.db");
    app = new SqliteApp(file);
    target = EngineTarget.create(directory.resolve("data"));
    app.run(
        "CREATE TABLE note (id TEXT PRIMARY KEY, body TEXT)",
        "INSERT INTO note VALUES ('a', '1'), ('b', '2'), ('c', '3')",
        "CREATE TABLE other (id INTEGER PRIMARY KEY)");
    assertThat(target.sync(file).outcome()).isEqualTo(SyncOutcome.COMPLETE);
  }

  @AfterEach
  void close() {
    target.close();
  }

  @Test
  void aRowThatOthersDeletedStaysHeldInLaterRuns() {
    target.execute("DELETE FROM client_acme.note WHERE id = 'b'");
    app.run("UPDATE note SET body = 'new' WHERE id = 'b'");
    assertThat(target.sync(file).conflicts()).isEqualTo(1);
    app.run("INSERT INTO other DEFAULT VALUES");
    SyncReport again = target.sync(file);
    assertThat(again.conflicts()).isEqualTo(1);
    assertThat(again.notes().get(0))
        .isEqualTo(
            "table note: 1 rows that others changed, too, wait for a decision (delete_conflict)");
    assertThat(rows()).containsExactly("a|1", "c|3");
    assertThat(open()).containsExactly("delete_conflict");
  }

  @Test
  void aLostIndexDoesNotBringBackWhatOthersDeleted() {
    target.execute("DELETE FROM client_acme.note WHERE id = 'b'");
    SyncReport full = target.engine().sync(request().withMode(SyncMode.FULL));
    assertThat(full.rowsChanged()).isZero();
    assertThat(rows()).containsExactly("a|1", "c|3");
    app.run("DELETE FROM note WHERE id = 'b'");
    assertThat(target.sync(file).outcome()).isEqualTo(SyncOutcome.COMPLETE);
    app.run("INSERT INTO note VALUES ('b', 'again')");
    assertThat(target.sync(file).outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(rows()).containsExactly("a|1", "b|again", "c|3");
  }

  @Test
  void aKeyThatOthersChangedIsNotInsertedAgain() {
    target.execute("UPDATE client_acme.note SET id = 'moved' WHERE id = 'b'");
    app.run("UPDATE note SET body = 'new' WHERE id = 'b'");
    SyncReport full = target.engine().sync(request().withMode(SyncMode.FULL));
    assertThat(full.conflicts()).isEqualTo(1);
    assertThat(rows()).containsExactly("a|1", "c|3", "moved|2");
  }

  @Test
  void whatOthersChangedIsSaidEvenIfTheSourceDidNothingThere() {
    target.execute("UPDATE client_acme.note SET body = 'by support' WHERE id = 'a'");
    app.run("UPDATE note SET body = 'new' WHERE id = 'c'");
    SyncReport report = target.sync(file);
    assertThat(report.outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(report.notes()).anyMatch(note -> note.startsWith("others changed 1 rows of table"));
  }

  @Test
  void aConflictIsClosedWhenTheSourceReverts() {
    target.execute("UPDATE client_acme.note SET body = 'by support' WHERE id = 'a'");
    app.run("UPDATE note SET body = 'by the app' WHERE id = 'a'");
    assertThat(target.sync(file).outcome()).isEqualTo(SyncOutcome.PARTIAL);
    app.run("UPDATE note SET body = '1' WHERE id = 'a'");
    assertThat(target.sync(file).outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(open()).isEmpty();
    assertThat(rows()).contains("a|by support");
  }

  @Test
  void aConflictIsClosedWhenBothSidesAgree() {
    target.execute("UPDATE client_acme.note SET body = 'by support' WHERE id = 'a'");
    app.run("UPDATE note SET body = 'by the app' WHERE id = 'a'");
    assertThat(target.sync(file).conflicts()).isEqualTo(1);
    app.run("UPDATE note SET body = 'by support' WHERE id = 'a'");
    assertThat(target.sync(file).outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(open()).isEmpty();
    assertThat(target.query("SELECT status FROM client_acme._sync_drift"))
        .containsExactly("resolved");
  }

  @Test
  void aConflictIsClosedWhenTheRowIsGoneOnBothSides() {
    target.execute("INSERT INTO client_acme.note (id, body) VALUES ('x', 'by support')");
    app.run("INSERT INTO note VALUES ('x', 'by the app')");
    assertThat(target.sync(file).conflicts()).isEqualTo(1);
    assertThat(open()).containsExactly("insert_conflict");
    target.execute("DELETE FROM client_acme.note WHERE id = 'x'");
    app.run("DELETE FROM note WHERE id = 'x'");
    assertThat(target.sync(file).outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(open()).isEmpty();
  }

  @Test
  void aConflictOfATableThatLeftTheSourceIsClosed() {
    target.execute("UPDATE client_acme.note SET body = 'by support' WHERE id = 'a'");
    app.run("UPDATE note SET body = 'by the app' WHERE id = 'a'");
    assertThat(target.sync(file).conflicts()).isEqualTo(1);
    app.run("DROP TABLE note");
    assertThat(target.sync(file).outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(open()).isEmpty();
  }

  @Test
  void aConflictDoesNotHinderTheOtherRows() {
    target.execute("UPDATE client_acme.note SET body = 'by support' WHERE id = 'a'");
    for (int i = 1; i <= 3; i++) {
      app.run("UPDATE note SET body = 'round " + i + "'");
      assertThat(target.sync(file).conflicts()).isEqualTo(1);
      assertThat(rows()).containsExactly("a|by support", "b|round " + i, "c|round " + i);
    }
    app.run("DELETE FROM note");
    assertThat(target.sync(file).conflicts()).isEqualTo(1);
    assertThat(rows()).containsExactly("a|by support");
    assertThat(open()).containsExactly("delete_conflict");
  }

  @Test
  void aSecondForeignChangeIsRememberedWithTheRowAsItWasBeforeIt() {
    target.execute("UPDATE client_acme.note SET body = 'same' WHERE id = 'a'");
    app.run("UPDATE note SET body = 'same' WHERE id = 'a'");
    assertThat(target.sync(file).outcome()).isEqualTo(SyncOutcome.COMPLETE);
    target.execute("UPDATE client_acme.note SET body = 'other' WHERE id = 'a'");
    assertThat(
            target.query(
                "SELECT old_image ->> 'body' FROM client_acme._sync_drift WHERE status = 'open'"))
        .containsExactly("same");
  }

  @Test
  void aTouchedRowOfAColumnWithAnotherTypeStaysHeldUntilSomebodyDecides() {
    target.execute("UPDATE client_acme.note SET body = 'by support' WHERE id = 'a'");
    app.run("INSERT INTO other DEFAULT VALUES");
    SyncRequest json = request().withColumnTypes(Map.of("note.body", "json"));
    assertThat(target.engine().sync(json).conflicts()).isEqualTo(1);
    app.run("INSERT INTO other DEFAULT VALUES");
    assertThat(target.sync(file).conflicts()).isEqualTo(1);
    assertThat(open()).containsExactly("update_conflict");
    assertThat(rows()).containsExactly("a|null", "b|2", "c|3");
  }

  @Test
  void hugeDeletesAreArchivedWhollyAndHeldRowsStay() {
    app.run(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 45000)"
            + " INSERT INTO note SELECT 'n' || i, 'x' FROM n");
    assertThat(target.sync(file).outcome()).isEqualTo(SyncOutcome.COMPLETE);
    target.execute("UPDATE client_acme.note SET body = 'kept' WHERE id IN ('n5', 'n30000')");
    app.run("DELETE FROM note WHERE id LIKE 'n%'");
    SyncReport report = target.allow(file);
    assertThat(report.conflicts()).isEqualTo(2);
    assertThat(report.tables().get(0).deleted()).isEqualTo(44_998);
    assertThat(target.query("SELECT count(*) FROM client_acme._sync_archive"))
        .containsExactly("44998");
    assertThat(rows()).containsExactly("a|1", "b|2", "c|3", "n30000|kept", "n5|kept");
  }

  @Test
  void anEmptiedMirrorIsFilledAgainFromTheBase() {
    target.execute("TRUNCATE client_acme.note");
    app.run("UPDATE note SET body = 'new' WHERE id = 'a'");
    assertThat(target.sync(file).conflicts()).isEqualTo(1);
    app.run("UPDATE note SET body = 'newer' WHERE id = 'a'");
    assertThat(target.sync(file).outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(rows()).containsExactly("a|newer", "b|2", "c|3");
  }

  @Test
  void thatOthersEmptiedAMirrorIsOverOnceItIsFilledAgain() {
    target.execute("TRUNCATE client_acme.note");
    app.run("INSERT INTO other DEFAULT VALUES");
    assertThat(target.sync(file).notes()).anyMatch(note -> note.startsWith("others changed 1"));
    assertThat(openDrift()).containsExactly("truncate");

    SyncReport full = target.engine().sync(request().withMode(SyncMode.FULL));

    assertThat(rows()).containsExactly("a|1", "b|2", "c|3");
    assertThat(openDrift()).isEmpty();
    assertThat(full.notes()).isEmpty();
    target.execute("TRUNCATE client_acme.note");
    assertThat(openDrift()).containsExactly("truncate");
  }

  private List<String> openDrift() {
    return target.query("SELECT op FROM client_acme._sync_drift WHERE status = 'open'");
  }

  private SyncRequest request() {
    return SyncRequest.of(EngineTarget.ACME, file);
  }

  private List<String> rows() {
    return target.query("SELECT id, body FROM client_acme.note ORDER BY id");
  }

  private List<String> open() {
    return target.query(
        "SELECT conflict_type FROM sync_metadata.conflict_log WHERE resolved_at IS NULL");
  }
}
