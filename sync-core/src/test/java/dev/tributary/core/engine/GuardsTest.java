package dev.tributary.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.api.SyncOutcome;
import dev.tributary.api.SyncReport;
import dev.tributary.test.sqlite.SqliteApp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What stops a run before the mirror follows a file that is not what it was. */
final class GuardsTest {
  private static final String NOTES =
      "WITH RECURSIVE n(i) AS (SELECT %d UNION ALL SELECT i + 1 FROM n WHERE i < %d)"
          + " INSERT INTO note SELECT i, 'note ' || i FROM n";

  @TempDir Path directory;
  private EngineTarget target;
  private Path folder;
  private Path file;
  private SqliteApp app;

  @BeforeEach
  void mirrorNotes() throws IOException {
    folder = Files.createDirectory(directory.resolve("volume"));
    file = folder.resolve("app.db");
    app = new SqliteApp(file);
    target = EngineTarget.create(directory.resolve("data"));
    app.run("CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT)", NOTES.formatted(1, 500));
    assertThat(target.sync(file).outcome()).isEqualTo(SyncOutcome.COMPLETE);
  }

  @AfterEach
  void close() {
    target.close();
  }

  @Test
  void aTableThatWasEmptiedAndFilledWithMoreIsHeld() {
    app.run("DELETE FROM note", NOTES.formatted(10_001, 20_000));
    SyncReport report = target.sync(file);
    assertThat(report.outcome()).isEqualTo(SyncOutcome.ON_HOLD);
    assertThat(report.holdReason().orElseThrow()).contains("500 of 500 rows of table note");
    assertThat(count("note")).isEqualTo("500");
  }

  @Test
  void aTableThatLostItsRowsAndItsKeyIsHeld() {
    app.run(
        "CREATE TABLE n (id TEXT PRIMARY KEY, body TEXT)",
        "INSERT INTO n SELECT id, body FROM note WHERE id <= 10",
        "DROP TABLE note",
        "ALTER TABLE n RENAME TO note");
    SyncReport report = target.sync(file);
    assertThat(report.outcome()).isEqualTo(SyncOutcome.ON_HOLD);
    assertThat(report.holdReason().orElseThrow()).contains("490 of 500 rows of table note");
    assertThat(count("note")).isEqualTo("500");
    assertThat(target.allow(file).outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(count("note")).isEqualTo("10");
  }

  @Test
  void aTableThatOnlyGotAnotherKeyIsNotHeld() {
    app.run(
        "CREATE TABLE n (id TEXT PRIMARY KEY, body TEXT)",
        "INSERT INTO n SELECT id, body FROM note",
        "DROP TABLE note",
        "ALTER TABLE n RENAME TO note");
    assertThat(target.sync(file).outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(count("note")).isEqualTo("500");
  }

  @Test
  void aVolumeThatCameBackUnchangedEndsTheHold() throws Exception {
    new CountDownLatch(1).await(2100, TimeUnit.MILLISECONDS); // until the file counts as settled
    target.sync(file);
    Path away = directory.resolve("away");
    Files.move(folder, away);
    assertThat(target.sync(file).outcome()).isEqualTo(SyncOutcome.ON_HOLD);
    Files.move(away, folder);
    assertThat(target.sync(file).outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(target.query("SELECT status, hold_reason FROM sync_metadata.client_deployments"))
        .containsExactly("active|null");
    assertThat(target.sync(file).outcome()).isEqualTo(SyncOutcome.UNCHANGED);
  }

  @Test
  void anotherAppsFileWithATableOfTheSameNameIsHeld() throws Exception {
    Path stranger = directory.resolve("stranger.db");
    new SqliteApp(stranger)
        .run(
            "PRAGMA application_id = 4711",
            "CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT)",
            "INSERT INTO note SELECT 1, 'another app'");
    app.run("DELETE FROM note WHERE id > 50");
    assertThat(target.allow(file).outcome()).isEqualTo(SyncOutcome.COMPLETE);
    Files.move(stranger, file, StandardCopyOption.REPLACE_EXISTING);
    assertThat(target.sync(file).outcome()).isEqualTo(SyncOutcome.ON_HOLD);
    assertThat(count("note")).isEqualTo("50");
  }

  @Test
  void anAppThatSetsItsApplicationIdLaterIsNotHeld() {
    app.run("PRAGMA application_id = 4711", "INSERT INTO note VALUES (9999, 'x')");
    assertThat(target.sync(file).outcome()).isEqualTo(SyncOutcome.COMPLETE);
  }

  @Test
  void aFileThatCameBackInAnotherEncodingIsNotHeld() throws Exception {
    app.run(
        "CREATE TABLE word (w TEXT PRIMARY KEY)",
        "INSERT INTO word SELECT 'word ' || id FROM note");
    assertThat(target.sync(file).outcome()).isEqualTo(SyncOutcome.COMPLETE);
    Path other = directory.resolve("utf16.db");
    new SqliteApp(other)
        .run(
            "PRAGMA encoding = 'UTF-16le'",
            "CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT)",
            NOTES.formatted(1, 500),
            "CREATE TABLE word (w TEXT PRIMARY KEY)",
            "INSERT INTO word SELECT 'word ' || id FROM note WHERE id < 500");
    Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);
    assertThat(target.sync(file).outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(count("word")).isEqualTo("499");
  }

  private String count(String table) {
    return target.query("SELECT count(*) FROM client_acme." + table).get(0);
  }
}
