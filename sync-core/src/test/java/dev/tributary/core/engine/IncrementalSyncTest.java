package dev.tributary.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.MassDelete;
import dev.tributary.api.SyncMode;
import dev.tributary.api.SyncOutcome;
import dev.tributary.api.SyncReport;
import dev.tributary.api.SyncRequest;
import dev.tributary.api.TableReport;
import dev.tributary.core.MirrorEngine;
import dev.tributary.core.internal.run.EngineSettings.Limits;
import dev.tributary.test.sqlite.SqliteApp;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class IncrementalSyncTest {
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
        "CREATE TABLE note (id TEXT PRIMARY KEY, body TEXT, stars INTEGER, done BOOLEAN)",
        "INSERT INTO note VALUES ('a', 'first', 1, 0), ('b', 'second', 2, 1), ('c', 'x', 3, NULL)");
    assertThat(target.sync(file).outcome()).isEqualTo(SyncOutcome.COMPLETE);
  }

  @AfterEach
  void close() {
    target.close();
  }

  @Test
  void sendsOnlyWhatChanged() {
    app.run(
        "UPDATE note SET body = 'first, again' WHERE id = 'a'",
        "DELETE FROM note WHERE id = 'b'",
        "INSERT INTO note VALUES ('d', 'new', 4, 1)");
    TableReport note = syncNote();
    assertThat(note.updated()).isEqualTo(1);
    assertThat(note.deleted()).isEqualTo(1);
    assertThat(note.inserted()).isEqualTo(1);
    assertThat(rows()).containsExactly("a|first, again|1|f", "c|x|3|null", "d|new|4|t");
    assertThat(target.query("SELECT table_name FROM client_acme._sync_archive"))
        .containsExactly("note");
  }

  @Test
  void keyChangesSwapsAndReplacesConverge() {
    app.run(
        "UPDATE note SET id = 'z' WHERE id = 'a'",
        "UPDATE note SET body = CASE id WHEN 'b' THEN 'x' ELSE 'second' END WHERE id IN ('b','c')",
        "INSERT OR REPLACE INTO note VALUES ('b', 'replaced', 9, 0)");
    syncNote();
    assertThat(rows()).containsExactly("b|replaced|9|f", "c|second|3|null", "z|first|1|f");
  }

  @Test
  void anUnchangedFileIsLeftAloneOnceItHasSettled() {
    app.run("UPDATE note SET stars = stars + 1");
    syncNote();
    SyncReport again = target.engine().sync(request());
    assertThat(again.rowsChanged()).isZero();
    assertThat(again.bytesSent()).isZero();
  }

  @Test
  void theLocalIndexMayBeLost() {
    app.run("UPDATE note SET stars = 7 WHERE id = 'c'");
    TableReport note = target.engine().sync(request().withMode(SyncMode.FULL)).tables().get(0);
    assertThat(note.updated()).isEqualTo(1);
    assertThat(note.inserted()).isZero();
    assertThat(rows()).contains("c|x|7|null");
  }

  @Test
  void addedDroppedAndRenamedColumnsAreFollowed() {
    app.run(
        "ALTER TABLE note ADD COLUMN tag TEXT",
        "ALTER TABLE note ADD COLUMN level INTEGER NOT NULL DEFAULT 5",
        "ALTER TABLE note DROP COLUMN stars",
        "ALTER TABLE note RENAME COLUMN body TO text",
        "UPDATE note SET tag = 'hot' WHERE id = 'a'");
    SyncReport report = target.sync(file);
    assertThat(report.outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(target.query("SELECT id, text, done, tag, level FROM client_acme.note ORDER BY id"))
        .containsExactly("a|first|f|hot|5", "b|second|t|null|5", "c|x|null|null|5");
    assertThat(columns()).contains("_sync_retired_1_stars", "_sync_retired_1_body");
    assertThat(target.sync(file).rowsChanged()).isZero();
  }

  @Test
  void aRebuiltTableSendsRealDifferencesOnly() {
    app.run(
        "CREATE TABLE _alembic_tmp_note (id TEXT PRIMARY KEY, body TEXT, stars INTEGER, done BOOLEAN)",
        "INSERT INTO _alembic_tmp_note SELECT * FROM note ORDER BY id DESC",
        "DROP TABLE note",
        "ALTER TABLE _alembic_tmp_note RENAME TO note",
        "UPDATE note SET stars = 33 WHERE id = 'c'");
    TableReport note = syncNote();
    assertThat(note.updated()).isEqualTo(1);
    assertThat(note.changed()).isEqualTo(1);
  }

  @Test
  void droppedTablesAreRetiredAndTheirNameMayBeUsedAgain() {
    app.run(
        "DROP TABLE note",
        "CREATE TABLE other (k INTEGER PRIMARY KEY)",
        "CREATE TABLE note (id INTEGER PRIMARY KEY, v REAL)",
        "INSERT INTO note VALUES (1, 1.5)");
    assertThat(target.sync(file).outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(target.query("SELECT id, v FROM client_acme.note")).containsExactly("1|1.5");
    assertThat(target.query("SELECT count(*) FROM client_acme._sync_retired_1_note"))
        .containsExactly("3");
  }

  @Test
  void rowsOfOthersAreHeldAndReported() {
    target.execute("UPDATE client_acme.note SET body = 'by support' WHERE id = 'a'");
    target.execute("DELETE FROM client_acme.note WHERE id = 'b'");
    app.run("UPDATE note SET body = 'by the app'");
    SyncReport report = target.sync(file);
    assertThat(report.outcome()).isEqualTo(SyncOutcome.PARTIAL);
    assertThat(report.conflicts()).isEqualTo(2);
    assertThat(rows()).containsExactly("a|by support|1|f", "c|by the app|3|null");
    assertThat(target.query("SELECT conflict_type FROM sync_metadata.conflict_log ORDER BY 1"))
        .containsExactly("delete_conflict", "update_conflict");
    assertThat(
            target.query(
                "SELECT base_data ->> 'body', source_data ->> 'body', target_data ->> 'body',"
                    + " source_data::text LIKE '%_seq%' FROM sync_metadata.conflict_log"
                    + " ORDER BY record_key"))
        .containsExactly("first|by the app|by support|f", "second|by the app|null|f");
    SyncReport again = target.sync(file);
    assertThat(again.outcome()).isEqualTo(SyncOutcome.PARTIAL);
    assertThat(again.waiting()).isEqualTo(2);
  }

  @Test
  void aRowThatOthersDeletedStaysAwayWhenTheLocalIndexIsLost() {
    target.execute("UPDATE client_acme.note SET body = 'by support' WHERE id = 'b'");
    target.execute("DELETE FROM client_acme.note WHERE id IN ('a', 'b')");
    target.execute("UPDATE client_acme.note SET id = 'moved' WHERE id = 'c'");
    app.run("UPDATE note SET body = 'by the app' WHERE id = 'a'");
    for (int run = 0; run < 3; run++) {
      SyncReport report = target.engine().sync(request().withMode(SyncMode.FULL));
      assertThat(report.outcome()).isEqualTo(SyncOutcome.PARTIAL);
      assertThat(rows()).containsExactly("moved|x|3|null");
      assertThat(target.query("SELECT record_id, conflict_type FROM sync_metadata.conflict_log"))
          .containsExactly("{\"id\" : \"a\"}|delete_conflict");
    }
  }

  @Test
  void aRowThatOthersBroughtToTheSameContentIsAdopted() {
    target.execute("UPDATE client_acme.note SET body = 'same' WHERE id = 'a'");
    target.execute("UPDATE client_acme.note SET stars = stars WHERE id = 'b'");
    app.run("UPDATE note SET body = 'same' WHERE id IN ('a', 'b')");
    SyncReport report = target.sync(file);
    assertThat(report.outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(rows()).containsExactly("a|same|1|f", "b|same|2|t", "c|x|3|null");
  }

  @Test
  void aMassDeleteHoldsTheClientUntilAPersonConfirms() {
    app.run(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 500)"
            + " INSERT INTO note SELECT 'n' || i, 'x', i, 0 FROM n");
    syncNote();
    app.run("DELETE FROM note WHERE id LIKE 'n%' AND stars <= 150");
    SyncReport held = target.sync(file);
    assertThat(held.outcome()).isEqualTo(SyncOutcome.ON_HOLD);
    assertThat(held.holdReason().orElseThrow()).contains("150 of 503 rows of table note");
    assertThat(target.query("SELECT count(*) FROM client_acme.note")).containsExactly("503");
    assertThat(target.query("SELECT status FROM sync_metadata.client_deployments"))
        .containsExactly("on_hold");
    SyncReport meant = target.engine().sync(request().withMassDelete(MassDelete.ALLOW));
    assertThat(meant.outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(target.query("SELECT count(*) FROM client_acme.note")).containsExactly("353");
    assertThat(target.query("SELECT status FROM sync_metadata.client_deployments"))
        .containsExactly("active");
  }

  @Test
  void aKeyThatNoColumnCanHoldMovesTheTableToAHashedKey() {
    app.run("INSERT INTO note VALUES (CAST(x'61ff62' AS TEXT), 'odd', 1, 0)");
    SyncReport report = target.sync(file);
    assertThat(report.outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(target.query("SELECT count(*), count(DISTINCT _sync_key) FROM client_acme.note"))
        .containsExactly("4|4");
    app.run("DELETE FROM note WHERE body = 'odd'", "UPDATE note SET stars = 0 WHERE id = 'b'");
    TableReport note = syncNote();
    assertThat(note.deleted()).isEqualTo(1);
    assertThat(note.updated()).isEqualTo(1);
  }

  @Test
  void aCellOverTheLimitGoesToQuarantineByNameAndHealsWhenItShrinks() {
    target.restart(
        new Limits(20, 100, 10_000, 16 << 20, 64 << 20, 2, java.time.Duration.ofSeconds(5)));
    app.run("UPDATE note SET body = printf('%.20000c', 'x'), stars = 9 WHERE id = 'b'");
    SyncReport report = target.sync(file);
    assertThat(report.outcome()).isEqualTo(SyncOutcome.PARTIAL);
    assertThat(report.quarantined()).isEqualTo(1);
    assertThat(target.query("SELECT record_key, column_name, status FROM sync_metadata.quarantine"))
        .containsExactly("b|body|open");
    assertThat(rows()).contains("b|second|2|t");
    app.run("UPDATE note SET body = 'short' WHERE id = 'b'");
    assertThat(target.sync(file).outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(rows()).contains("b|short|9|t");
    assertThat(target.query("SELECT status FROM sync_metadata.quarantine"))
        .containsExactly("resolved");
  }

  @Test
  void oneRunIsOneJobHoweverManyAttemptsItTakes() {
    app.run("INSERT INTO note VALUES (CAST(x'61ff62' AS TEXT), 'odd', 1, 0)");
    target.sync(file);
    assertThat(target.query("SELECT status FROM sync_metadata.sync_jobs"))
        .containsExactly("success", "success");
  }

  @Test
  void anotherFileAtAnotherPlaceHoldsTheClient() {
    Path other = directory.resolve("other.db");
    new SqliteApp(other)
        .run(
            "CREATE TABLE note (id TEXT PRIMARY KEY, body TEXT, stars INTEGER, done BOOLEAN)",
            "INSERT INTO note VALUES ('a', 'of another tenant', 1, 0)");
    SyncReport held = target.sync(other);
    assertThat(held.outcome()).isEqualTo(SyncOutcome.ON_HOLD);
    assertThat(held.holdReason().orElseThrow()).contains("app.db").contains("other.db");
    assertThat(rows()).contains("a|first|1|f");
    assertThat(target.sync(file).outcome()).isNotEqualTo(SyncOutcome.ON_HOLD);
  }

  @Test
  void theGuardHasLimitsOfTheClientItself() {
    target.execute(
        "UPDATE sync_metadata.client_deployments"
            + " SET config = '{\"mass_delete_percent\": 30, \"mass_delete_rows\": 0}'");
    app.run("DELETE FROM note WHERE id = 'a'");
    assertThat(target.sync(file).holdReason().orElseThrow()).contains("1 of 3 rows of table note");
  }

  @ParameterizedTest
  @CsvSource({
    "mass_delete_percent, many, 100",
    "mass_delete_percent, 101, 100",
    "mass_delete_rows, -1, 999999999999",
    "check_hours, 1.5, 999999"
  })
  void aNumberOfTheClientThatIsNoneIsNamed(String key, String value, long most) {
    target.execute(
        "UPDATE sync_metadata.client_deployments SET config = '{\"%s\": \"%s\"}'"
            .formatted(key, value));
    assertThatThrownBy(() -> target.sync(file))
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessage(
            "client acme: %s '%s' in its config is no whole number from 0 to %d", key, value, most);
  }

  /** The row is back at what this node's index says, and the mirror is not. */
  @Test
  void anIndexFromBeforeAnotherNodesRunIsNotBelieved() {
    app.run("UPDATE note SET body = 'second' WHERE id = 'a'");
    Path itsData = directory.resolve("data of the other node");
    try (MirrorEngine other =
        TestNode.engine(target.elector(), target.connections(), itsData, Limits.defaults())) {
      assertThat(other.sync(request()).rowsChanged()).isEqualTo(1);
    }
    app.run("UPDATE note SET body = 'first' WHERE id = 'a'");
    assertThat(syncNote().updated()).isEqualTo(1);
    assertThat(rows()).contains("a|first|1|f");
  }

  @Test
  void onceADayAFileThatSeemsUnchangedIsReadAndADifferenceIsSaid() {
    settle();
    target.execute("UPDATE client_acme.note SET _sync_hash = 1 WHERE id = 'a'");
    assertThat(target.sync(file).outcome()).isEqualTo(SyncOutcome.UNCHANGED);
    target.execute(
        "UPDATE sync_metadata.client_deployments SET last_scan_at = now() - interval '25 hours',"
            + " state_epoch = gen_random_uuid()");
    SyncReport checked = target.sync(file);
    assertThat(checked.rowsChanged()).isEqualTo(1);
    assertThat(checked.notes()).anyMatch(note -> note.contains("1 rows differed although"));
    assertThat(target.sync(file).outcome()).isEqualTo(SyncOutcome.UNCHANGED);
    target.execute(
        "INSERT INTO sync_metadata.quarantine (deployment_id, client_name, table_name, record_key,"
            + " reason) SELECT deployment_id, client_name, 'note', 'a', 'too wide' FROM"
            + " sync_metadata.client_deployments");
    SyncReport waits = target.sync(file);
    assertThat(waits.outcome()).isEqualTo(SyncOutcome.PARTIAL);
    assertThat(waits.notes())
        .containsExactly("table note: 1 rows are not in the mirror, or as they were: too wide");
  }

  @Test
  void aChosenTypeCountsThoughTheFileIsAsItWas() {
    settle();
    SyncRequest chosen = request().withColumnTypes(Map.of("note.stars", "text"));
    assertThat(target.engine().sync(chosen).outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(
            target.query(
                "SELECT DISTINCT pg_typeof(stars) FROM client_acme.note WHERE stars IS NOT NULL"))
        .containsExactly("text");
  }

  /** The file is old enough for its fingerprint to prove something. */
  private void settle() {
    assertThat(file.toFile().setLastModified(System.currentTimeMillis() - 60_000)).isTrue();
    long deadline = System.nanoTime() + 10_000_000_000L;
    while (target.sync(file).outcome() != SyncOutcome.UNCHANGED) {
      assertThat(System.nanoTime()).as("settles").isLessThan(deadline);
      java.util.concurrent.locks.LockSupport.parkNanos(100_000_000L);
    }
  }

  private TableReport syncNote() {
    SyncReport report = target.sync(file);
    assertThat(report.outcome()).isEqualTo(SyncOutcome.COMPLETE);
    return report.tables().get(0);
  }

  private SyncRequest request() {
    return SyncRequest.of(EngineTarget.ACME, file);
  }

  private List<String> rows() {
    return target.query("SELECT id, body, stars, done FROM client_acme.note ORDER BY id");
  }

  private List<String> columns() {
    return target.query(
        "SELECT column_name FROM information_schema.columns"
            + " WHERE table_schema = 'client_acme' AND table_name = 'note'");
  }
}
