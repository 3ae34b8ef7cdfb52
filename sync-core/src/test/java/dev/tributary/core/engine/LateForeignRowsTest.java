package dev.tributary.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.api.Conflict;
import dev.tributary.api.ConflictResolver;
import dev.tributary.api.SyncOutcome;
import dev.tributary.api.SyncReport;
import dev.tributary.test.sqlite.SqliteApp;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Others insert rows after a run has locked those that were there, and before it writes. */
final class LateForeignRowsTest {
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
        "CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT)",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1100)"
            + " INSERT INTO note SELECT i, 'first' FROM n");
    target.sync(file);
  }

  @AfterEach
  void close() {
    target.close();
  }

  /** Cases are read a thousand at a time: the last ones long after the look. */
  @Test
  void aRowThatWasAbsentStaysAbsentForTheRun() {
    target.execute("DELETE FROM client_acme.note");
    app.run("UPDATE note SET body = 'second'");
    List<Conflict> asked = new ArrayList<>();
    ConflictResolver keepsTarget = ConflictResolver.targetWins();
    target.decidingBy(
        conflict -> {
          asked.add(conflict);
          if (asked.size() == 1) {
            target.execute("INSERT INTO client_acme.note VALUES (1050, 'late'), (1060, 'late')");
          } else if (asked.size() == 1050) {
            target.execute("DELETE FROM client_acme.note WHERE id = 1050");
          }
          return keepsTarget.resolve(conflict);
        });

    SyncReport report = target.allow(file);

    assertThat(report.outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(asked).hasSize(1100).allMatch(conflict -> conflict.target().isEmpty());
    assertThat(target.query("SELECT id, body FROM client_acme.note")).containsExactly("1060|late");
    assertThat(
            target.query(
                "SELECT count(*), count(target_data), count(resolved_data)"
                    + " FROM sync_metadata.conflict_log"))
        .containsExactly("1100|0|0");
  }

  @Test
  void aRowThatCameWhileWaitingForALockIsLockedToo() throws Exception {
    app.run(
        "UPDATE note SET body = 'second' WHERE id = 2", "INSERT INTO note VALUES (2000, 'app')");
    List<String> refused = new ArrayList<>();
    ConflictResolver takesSource = ConflictResolver.sourceWins();
    target.decidingBy(
        conflict -> {
          refused.add(stateOf("UPDATE client_acme.note SET body = 'unseen' WHERE id = 2000"));
          return takesSource.resolve(conflict);
        });
    CompletableFuture<SyncReport> run;
    try (Connection others = target.database().connect();
        Statement statement = others.createStatement()) {
      others.setAutoCommit(false);
      statement.execute("SELECT FROM client_acme.note WHERE id = 2 FOR UPDATE");
      run = CompletableFuture.supplyAsync(() -> target.allow(file));
      await().until(this::theRunWaitsForALock);
      target.execute("INSERT INTO client_acme.note VALUES (2000, 'foreign')");
      others.commit();
    }

    assertThat(run.get(30, TimeUnit.SECONDS).outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(refused).containsExactly("55P03");
    assertThat(target.query("SELECT body FROM client_acme.note WHERE id IN (2, 2000) ORDER BY id"))
        .containsExactly("second", "app");
    assertThat(
            target.query(
                "SELECT record_key, target_data ->> 'body' FROM sync_metadata.conflict_log"))
        .containsExactly("{\"id\" : 2000}|foreign");
  }

  private boolean theRunWaitsForALock() {
    return !target
        .query(
            "SELECT 1 FROM pg_stat_activity WHERE datname = current_database()"
                + " AND wait_event_type = 'Lock'")
        .isEmpty();
  }

  /** The SQLSTATE that a statement of others ends with; empty if it works. */
  private String stateOf(String sql) {
    try (Connection others = target.database().connect();
        Statement statement = others.createStatement()) {
      statement.execute("SET lock_timeout = '200ms'");
      statement.execute(sql);
      return "";
    } catch (SQLException e) {
      return e.getSQLState();
    }
  }
}
