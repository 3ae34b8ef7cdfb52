package dev.tributary.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.api.ClientName;
import dev.tributary.api.SyncException;
import dev.tributary.api.SyncOutcome;
import dev.tributary.api.SyncRequest;
import dev.tributary.api.TargetUnavailable;
import dev.tributary.core.MirrorEngine;
import dev.tributary.core.internal.run.EngineSettings.Limits;
import dev.tributary.test.PostgresServer;
import dev.tributary.test.sqlite.SqliteApp;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL crashes, or ends every session, in the middle of a run: the next one converges. */
final class CrashedServerTest {
  @TempDir Path directory;
  private PostgresServer server;
  private EngineTarget target;
  private MirrorOracle oracle;

  @BeforeEach
  void open() {
    server = PostgresServer.dedicatedDurable();
    target = EngineTarget.on(server, directory.resolve("data"));
    oracle = new MirrorOracle(target, directory);
  }

  @AfterEach
  void close() {
    target.close();
    server.close();
  }

  @Test
  void aCrashLosesNothingOfALoadAndNothingOfASync() throws Exception {
    sweep(this::crash, 17);
  }

  @Test
  void endedSessionsLoseNothing() throws Exception {
    sweep(this::endSessions, 9);
  }

  @Tag("long")
  @Test
  void aCrashAtAnyStepLosesNothing() throws Exception {
    sweep(this::crash, 1);
  }

  @Tag("long")
  @Test
  void sessionsEndedAtAnyStepLoseNothing() throws Exception {
    sweep(this::endSessions, 1);
  }

  private void crash() {
    server.crash();
    server.restart();
  }

  private void endSessions() {
    target.query(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '"
            + target.role()
            + "'");
  }

  private void sweep(Runnable disaster, int stride) throws Exception {
    boolean reached = true;
    for (int step = 3; reached; step += stride) {
      ClientName client = new ClientName("step-" + step);
      Path file = directory.resolve(client + ".db");
      fill(file);
      reached = runWith(disaster, step, client, file, EngineProcess.tinyPieces());
      change(file);
      reached |= runWith(disaster, step, client, file, Limits.defaults());
    }
  }

  /** Whether the run had so many steps. */
  private boolean runWith(Runnable disaster, int step, ClientName client, Path file, Limits limits)
      throws Exception {
    ActionAtStep watcher = new ActionAtStep(step, disaster);
    WatchedConnections disturbed = new WatchedConnections(target.connections(), watcher);
    Path data = directory.resolve("data-" + client);
    try (MirrorEngine engine = TestNode.engine(target.elector(), disturbed, data, limits)) {
      engine.sync(SyncRequest.of(client, file));
    } catch (SyncException e) {
      assertThat(e).as("step " + step).isInstanceOf(TargetUnavailable.class);
      assertThat(e.getMessage()).doesNotContain("\n");
    }
    watcher.awaitEnd();
    try (MirrorEngine engine =
        TestNode.engine(target.elector(), target.connections(), data, limits)) {
      assertThat(engine.sync(SyncRequest.of(client, file)).outcome())
          .isIn(SyncOutcome.COMPLETE, SyncOutcome.UNCHANGED);
      oracle.assertMirrors(engine, client, file, "step " + step);
    }
    return watcher.happened();
  }

  private static void fill(Path file) {
    new SqliteApp(file)
        .run(
            "CREATE TABLE note (id TEXT PRIMARY KEY, body TEXT, stars INTEGER)",
            "CREATE TABLE log (at INTEGER, what TEXT)",
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 900)"
                + " INSERT INTO note SELECT 'n' || i, hex(zeroblob(200)), i FROM n",
            "INSERT INTO log SELECT stars % 3, 'what' FROM note");
  }

  private static void change(Path file) {
    new SqliteApp(file)
        .run(
            "UPDATE note SET body = 'changed' WHERE stars % 10 = 0",
            "DELETE FROM note WHERE stars % 100 = 1",
            "INSERT INTO note VALUES ('new', 'new', 1)",
            "DELETE FROM log WHERE rowid = 5",
            "CREATE TABLE fresh (id INTEGER PRIMARY KEY)",
            "INSERT INTO fresh VALUES (1), (2)");
  }
}
