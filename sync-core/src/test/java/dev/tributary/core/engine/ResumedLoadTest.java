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

/** What the app may do to its file between an initial load that was cut short and the next run. */
final class ResumedLoadTest {
  private static final Limits TINY_PIECES =
      new Limits(20, 100, 1 << 16, 0, 20_000, 2, Duration.ofSeconds(5));
  private static final String EVENTS =
      "WITH RECURSIVE n(i) AS (SELECT %d UNION ALL SELECT i + 1 FROM n WHERE i < %d)"
          + " INSERT INTO event SELECT i, 'kind ' || (i %% 7), 'id ' || i FROM n";

  @TempDir Path directory;
  private EngineTarget target;
  private Path file;
  private SqliteApp app;

  @BeforeEach
  void makeRows() {
    file = directory.resolve("app.db");
    app = new SqliteApp(file);
    app.run(
        "CREATE TABLE event (id INTEGER PRIMARY KEY, kind TEXT, name TEXT NOT NULL)",
        EVENTS.formatted(1, 10_000),
        "CREATE TABLE last (id INTEGER PRIMARY KEY)");
    target = EngineTarget.create(directory.resolve("data"));
    target.restart(TINY_PIECES);
    assertThatThrownBy(() -> syncWithFailingConnections(10)).isInstanceOf(SyncException.class);
    assertThat(count()).isBetween(1L, 9_999L);
  }

  @AfterEach
  void close() {
    target.close();
  }

  @Test
  void rowsMayLeave() {
    app.run("DELETE FROM event WHERE id <= 5000");
    complete();
    assertThat(count()).isEqualTo(5000);
  }

  @Test
  void aColumnMayCome() {
    app.run("ALTER TABLE event ADD COLUMN level INTEGER DEFAULT 3");
    complete();
    assertThat(target.query("SELECT count(*), sum(level) FROM client_acme.event"))
        .containsExactly("10000|30000");
  }

  @Test
  void theKeyMayChange() {
    app.run(
        "CREATE TABLE e (id INTEGER, kind TEXT, name TEXT PRIMARY KEY)",
        "INSERT INTO e SELECT * FROM event",
        "DROP TABLE event",
        "ALTER TABLE e RENAME TO event");
    complete();
    assertThat(count()).isEqualTo(10_000);
  }

  @Test
  void theTableMayLeave() {
    app.run("DROP TABLE event");
    complete();
    assertThat(target.query("SELECT to_regclass('client_acme.event')")).containsExactly("null");
  }

  @Test
  void theFileMayBecomeSmall() {
    target.restart(Limits.defaults());
    app.run("UPDATE event SET kind = 'new' WHERE id <= 10", "DELETE FROM event WHERE id > 9990");
    complete();
    assertThat(count()).isEqualTo(9990);
    assertThat(target.query("SELECT count(*) FROM client_acme.event WHERE kind = 'new'"))
        .containsExactly("10");
  }

  @Test
  void othersMayHavePutRowsInTheWay() {
    target.execute(
        "INSERT INTO client_acme.event (id, kind) VALUES (1, 'foreign'), (10000, 'foreign'),"
            + " (20000, 'foreign'), (20000, 'twice')");
    SyncReport report = complete();
    assertThat(
            target.query(
                "SELECT count(*), count(*) FILTER (WHERE kind = 'foreign') FROM client_acme.event"))
        .containsExactly("10001|1");
    assertThat(report.notes()).anyMatch(note -> note.contains("3 rows that others had put"));
  }

  @Test
  void aCellMayBecomeTooLarge() {
    app.run("UPDATE event SET kind = hex(randomblob(50000)) WHERE id = 9999");
    SyncReport report = target.sync(file);
    assertThat(report.outcome()).isEqualTo(SyncOutcome.PARTIAL);
    assertThat(report.quarantined()).isEqualTo(1);
    assertThat(count()).isEqualTo(9_999);
    app.run("UPDATE event SET kind = 'small' WHERE id = 9999");
    complete();
    assertThat(count()).isEqualTo(10_000);
  }

  @Test
  void aTableWithATextKeyThatNoColumnHoldsIsLoadedUnderAHash() {
    app.run(
        "CREATE TABLE k (id TEXT PRIMARY KEY, v TEXT)",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)"
            + " INSERT INTO k SELECT 'k' || i, 'v' FROM n",
        "INSERT INTO k VALUES (CAST(x'7aff' AS TEXT), 'odd')");
    complete();
    assertThat(target.query("SELECT count(*), count(DISTINCT _sync_key) FROM client_acme.k"))
        .containsExactly("2001|2001");
  }

  private SyncReport complete() {
    SyncReport report = target.sync(file);
    assertThat(report.outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertThat(
            target.query(
                "SELECT DISTINCT load_state FROM sync_metadata.table_plans WHERE load_state <> 'retired'"))
        .containsExactly("ready");
    assertThat(target.sync(file).rowsChanged()).isZero();
    return report;
  }

  private long count() {
    return Long.parseLong(target.query("SELECT count(*) FROM client_acme.event").get(0));
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
