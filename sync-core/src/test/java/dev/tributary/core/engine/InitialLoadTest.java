package dev.tributary.core.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.api.LeaderElector;
import dev.tributary.api.NodeId;
import dev.tributary.api.SyncException;
import dev.tributary.api.SyncOutcome;
import dev.tributary.api.SyncReport;
import dev.tributary.api.SyncRequest;
import dev.tributary.core.MirrorEngine;
import dev.tributary.core.TestBuilders;
import dev.tributary.core.internal.run.EngineSettings.Limits;
import dev.tributary.test.sqlite.SqliteApp;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Large files are loaded in committed pieces; here every file is large and pieces are tiny. */
final class InitialLoadTest {
  private static final Limits TINY_PIECES =
      new Limits(20, 100, 1 << 20, 0, 20_000, 2, Duration.ofSeconds(5));
  private static final int ROWS = 20_000;

  @TempDir Path directory;
  private EngineTarget target;
  private Path file;
  private SqliteApp app;

  @BeforeEach
  void makeRows() {
    file = directory.resolve("app.db");
    app = new SqliteApp(file);
    app.run(
        "CREATE TABLE event (id INTEGER PRIMARY KEY, kind TEXT, amount REAL)",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d)"
                .formatted(ROWS)
            + " INSERT INTO event SELECT i, 'kind ' || (i % 7), i / 8.0 FROM n",
        "CREATE TABLE small (id TEXT NOT NULL, v TEXT)",
        "CREATE UNIQUE INDEX small_id ON small (id)",
        "INSERT INTO small VALUES ('x', 'y')");
    target = EngineTarget.create(directory.resolve("data"));
    target.restart(TINY_PIECES);
  }

  @AfterEach
  void close() {
    target.close();
  }

  @Test
  void loadsInPiecesAndIsCompleteAfterwards() {
    SyncReport report = target.sync(file);
    assertThat(report.outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(report.rowsChanged()).isEqualTo(ROWS + 1);
    assertThat(target.query("SELECT count(*), sum(amount) FROM client_acme.event"))
        .containsExactly("20000|25001250");
    assertThat(transactionsThatLoaded()).isGreaterThan(5);
    assertThat(
            target.query(
                "SELECT table_name, rows_total, rows_processed, status"
                    + " FROM sync_metadata.sync_progress ORDER BY 1"))
        .containsExactly("event|20000|20000|success", "small|1|1|success");
    app.run("UPDATE event SET kind = 'new' WHERE id = 77", "DELETE FROM event WHERE id = 78");
    assertThat(target.sync(file).rowsChanged()).isEqualTo(2);
  }

  @Test
  void goesOnFromWhatIsThereAfterAFailure() {
    assertThatThrownBy(() -> syncWithFailingConnections(14)).isInstanceOf(SyncException.class);
    long there = Long.parseLong(target.query("SELECT count(*) FROM client_acme.event").get(0));
    assertThat(there).isBetween(1L, ROWS - 1L);
    app.run("UPDATE event SET kind = 'changed meanwhile' WHERE id <= 3");
    app.run("DELETE FROM event WHERE id = 5");
    SyncReport report = target.sync(file);
    assertThat(report.outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(target.query("SELECT count(*), count(DISTINCT id) FROM client_acme.event"))
        .containsExactly("19999|19999");
    assertThat(target.query("SELECT DISTINCT kind FROM client_acme.event WHERE id <= 3"))
        .containsExactly("changed meanwhile");
    assertThat(target.sync(file).rowsChanged()).isZero();
  }

  @Test
  void aTableThatIsLoadingIsClosedToOthersAndHasNoKey() {
    assertThatThrownBy(() -> syncWithFailingConnections(14)).isInstanceOf(SyncException.class);
    assertThat(
            target.query(
                "SELECT load_state FROM sync_metadata.table_plans WHERE source_table = 'event'"))
        .containsExactly("loading");
    assertThat(target.query("SELECT fingerprint FROM sync_metadata.client_deployments"))
        .containsExactly("null");
    assertThat(
            target.query(
                "SELECT rows_processed BETWEEN 1 AND 20000, rows_total, status"
                    + " FROM sync_metadata.sync_progress WHERE table_name = 'event'"))
        .containsExactly("t|20000|running");
  }

  @Test
  void aRowThatIsRefusedInALoadGoesToQuarantineAndTheRestIsLoaded() {
    assertThatThrownBy(() -> syncWithFailingConnections(14)).isInstanceOf(SyncException.class);
    target.execute("TRUNCATE client_acme.event");
    target.execute("ALTER TABLE client_acme.event ADD CHECK (id <> 77)");
    target.restart(new Limits(20, 100, 1 << 20, 0, 20_000, 1, Duration.ofSeconds(5)));
    SyncReport report = target.sync(file);
    assertThat(report.outcome()).isEqualTo(SyncOutcome.PARTIAL);
    assertThat(target.query("SELECT count(*) FROM client_acme.event")).containsExactly("19999");
    assertThat(target.query("SELECT record_key, sqlstate FROM sync_metadata.quarantine"))
        .containsExactly("77|23514");
  }

  private long transactionsThatLoaded() {
    return Long.parseLong(
        target.query("SELECT count(DISTINCT _sync_xid::text) FROM client_acme.event").get(0));
  }

  /** As if the network went away: no new connection after the given number. */
  private void syncWithFailingConnections(int connections) {
    AtomicInteger left = new AtomicInteger(connections);
    try (LeaderElector elector =
            LeaderElector.single(
                new NodeId("failing"), EngineTarget.CLUSTER, target.connections());
        MirrorEngine engine =
            TestBuilders.engine(TINY_PIECES)
                .connections(
                    () -> {
                      if (left.decrementAndGet() < 0) {
                        throw new SQLException("the network is away", "08006");
                      }
                      return target.connections().connect();
                    })
                .elector(elector)
                .cluster(EngineTarget.CLUSTER)
                .dataDirectory(directory.resolve("data-of-failing"))
                .open()) {
      engine.sync(SyncRequest.of(EngineTarget.ACME, file));
    }
  }
}
