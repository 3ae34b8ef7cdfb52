package dev.tributary.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.api.ClientName;
import dev.tributary.api.SyncOutcome;
import dev.tributary.api.SyncReport;
import dev.tributary.api.SyncRequest;
import dev.tributary.core.internal.run.EngineSettings.Limits;
import dev.tributary.test.sqlite.SqliteApp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One engine, one lease, several clients at once: none waits for another's transaction. */
final class ManyClientsTest {
  private static final Limits TINY_PIECES =
      new Limits(20, 100, 1 << 20, 0, 20_000, 2, Duration.ofSeconds(5));

  @TempDir Path directory;

  @Test
  void clientsThatAreSyncedAtOnceDoNotHinderOneAnother() throws Exception {
    try (EngineTarget target = EngineTarget.create(directory.resolve("data"))) {
      target.restart(TINY_PIECES);
      for (int i = 1; i <= 4; i++) {
        new SqliteApp(file(i))
            .run(
                "CREATE TABLE t (id INTEGER PRIMARY KEY, v TEXT)",
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)"
                    + " INSERT INTO t SELECT i, 'v' || i FROM n");
      }
      assertThat(syncAll(target)).allMatch(report -> report.rowsChanged() == 5000);
      for (int i = 1; i <= 4; i++) {
        new SqliteApp(file(i))
            .run("UPDATE t SET v = 'x' WHERE id <= 10", "DELETE FROM t WHERE id > 4990");
      }
      assertThat(syncAll(target)).allMatch(report -> report.rowsChanged() == 20);
      assertThat(target.query("SELECT count(DISTINCT term) FROM sync_metadata.sync_jobs"))
          .containsExactly("1");
    }
  }

  private List<SyncReport> syncAll(EngineTarget target) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Future<SyncReport>> runs = new ArrayList<>();
      for (int i = 1; i <= 4; i++) {
        SyncRequest request = SyncRequest.of(new ClientName("client" + i), file(i));
        runs.add(threads.submit(() -> target.engine().sync(request)));
      }
      List<SyncReport> reports = new ArrayList<>();
      for (Future<SyncReport> run : runs) {
        reports.add(run.get(60, TimeUnit.SECONDS));
      }
      assertThat(reports).allMatch(report -> report.outcome() == SyncOutcome.COMPLETE);
      return reports;
    } finally {
      threads.shutdownNow();
    }
  }

  private Path file(int i) {
    return directory.resolve("app" + i + ".db");
  }
}
