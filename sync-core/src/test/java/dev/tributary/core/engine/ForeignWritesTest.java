package dev.tributary.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.api.ConflictResolver;
import dev.tributary.api.MassDelete;
import dev.tributary.api.SyncMode;
import dev.tributary.api.SyncOutcome;
import dev.tributary.api.SyncReport;
import dev.tributary.api.SyncRequest;
import dev.tributary.test.sqlite.SqliteApp;
import dev.tributary.test.sqlite.SqliteSession;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Others write into a mirrored table while it is synced: no value of theirs is overwritten, no
 * change of the source is neither applied nor logged.
 */
final class ForeignWritesTest {
  private static final int IDS = 60;

  @TempDir Path directory;
  private EngineTarget target;
  private Path file;
  private SqliteApp app;

  @BeforeEach
  void mirrorNotes() {
    file = directory.resolve("app.db");
    app = new SqliteApp(file);
    target = EngineTarget.create(directory.resolve("data"));
    app.run("CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT)");
    insertMissing("first");
    target.sync(file);
  }

  @AfterEach
  void close() {
    target.close();
  }

  private void insertMissing(String text) {
    app.run(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
            + IDS / 2
            + ") INSERT OR IGNORE INTO note SELECT i * 2, '"
            + text
            + "' || i FROM n");
  }

  @Test
  void nothingOfOthersIsOverwrittenAndNothingOfTheAppIsLost() throws Exception {
    writeAgainstEachOther(20_261_122L, 12);
  }

  /** The same when rules decide: whatever lost is in the log. */
  @Test
  void nothingIsLostWhileRulesDecide() throws Exception {
    target.decidingBy(ConflictResolver.sourceWins());
    writeAgainstEachOther(20_261_123L, 8);
    target.decidingBy(ConflictResolver.targetWins());
    writeAgainstEachOther(20_261_124L, 8);
  }

  @Tag("long")
  @Test
  void nothingIsLostInManyHistories() throws Exception {
    for (long seed = 1; seed <= 15; seed++) {
      close();
      file = directory.resolve("app-" + seed + ".db");
      app = new SqliteApp(file);
      target = EngineTarget.create(directory.resolve("data-" + seed));
      app.run("CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT)");
      insertMissing("first");
      target.sync(file);
      writeAgainstEachOther(seed, 40);
    }
  }

  private void writeAgainstEachOther(long seed, int rounds) throws Exception {
    Random random = new Random(seed);
    Map<Integer, String> foreign;
    try (ForeignWriter writer = new ForeignWriter(target.database().connect(), seed, IDS)) {
      for (int round = 0; round < rounds; round++) {
        change(random, round);
        SyncReport report = target.allow(file);
        assertThat(report.outcome()).isIn(SyncOutcome.COMPLETE, SyncOutcome.PARTIAL);
      }
      foreign = writer.stop();
    }
    SyncRequest full = SyncRequest.of(EngineTarget.ACME, file).withMode(SyncMode.FULL);
    target.engine().sync(full.withMassDelete(MassDelete.ALLOW));
    Map<Integer, String> mirror = bodies("SELECT id, body FROM client_acme.note");
    String what = "seed " + seed;
    foreign.forEach((id, text) -> assertKept(id, text, mirror, what));
    sources().forEach((id, text) -> assertAppliedOrLogged(id, text, mirror, what));
  }

  /**
   * Rows that the app deletes never come back, so that others' deletes can be told from its own.
   */
  private void change(Random random, int round) {
    for (int i = 0; i < 6; i++) {
      int id = 1 + random.nextInt(IDS);
      app.run(
          id % 5 == 0
              ? "DELETE FROM note WHERE id = " + id
              : random.nextInt(4) == 0
                  ? "INSERT OR REPLACE INTO note VALUES (" + id + ", 'new " + round + "')"
                  : "UPDATE note SET body = 'app " + round + "' WHERE id = " + id);
    }
  }

  /** What others wrote last is there, or the log has it. */
  private void assertKept(int id, String text, Map<Integer, String> mirror, String what) {
    String now = mirror.getOrDefault(id, "");
    assertThat(now.equals(text) || logged(id, text))
        .as("%s: others left '%s' in row %d, the mirror holds '%s'", what, text, id, now)
        .isTrue();
  }

  private boolean logged(int id, String text) {
    return !target
        .query(
            "SELECT 1 FROM sync_metadata.conflict_log WHERE record_key::json ->> 'id' = '%d'"
                    .formatted(id)
                + " AND (target_data ->> 'body' = '%s' OR target_data IS NULL AND '%s' = '')"
                    .formatted(text, text))
        .isEmpty();
  }

  /** What the app holds is there, or a conflict or drift entry says why not. */
  private void assertAppliedOrLogged(
      int id, String text, Map<Integer, String> mirror, String what) {
    String now = mirror.getOrDefault(id, "");
    boolean held =
        !target
            .query(
                ("SELECT 1 FROM sync_metadata.conflict_log WHERE"
                        + " record_key::json ->> 'id' = '%d'"
                        + " AND coalesce(source_data ->> 'body', '') = '%s'"
                        + " UNION ALL SELECT 1 FROM client_acme._sync_drift WHERE status = 'open'"
                        + " AND record_key ->> 'id' = '%d' AND old_image ->> 'body' = '%s'")
                    .formatted(id, text, id, text))
            .isEmpty();
    assertThat(now.equals(text) || held)
        .as("%s: the app holds '%s' in row %d, the mirror '%s', no log", what, text, id, now)
        .isTrue();
  }

  private Map<Integer, String> sources() {
    try (SqliteSession reading = SqliteSession.reading(app.file())) {
      Map<Integer, String> bodies = new HashMap<>();
      reading.rows("SELECT id, body FROM note", row -> bodies.put(row.getInt(1), row.getString(2)));
      return bodies;
    }
  }

  private Map<Integer, String> bodies(String sql) {
    Map<Integer, String> bodies = new HashMap<>();
    for (String line : target.query(sql)) {
      int bar = line.indexOf('|');
      bodies.put(Integer.valueOf(line.substring(0, bar)), line.substring(bar + 1));
    }
    return bodies;
  }
}
