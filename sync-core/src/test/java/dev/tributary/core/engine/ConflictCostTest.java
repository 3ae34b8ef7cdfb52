package dev.tributary.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.api.ConflictResolver;
import dev.tributary.api.Json;
import dev.tributary.api.SyncOutcome;
import dev.tributary.api.SyncReport;
import dev.tributary.api.SyncRequest;
import dev.tributary.conflict.ConflictConfiguration;
import dev.tributary.core.MirrorEngine;
import dev.tributary.test.sqlite.SqliteApp;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What conflicts cost: looking for them where there are none, and deciding very many. */
@Tag("long")
final class ConflictCostTest {
  private static final int ROWS = 100_000;
  private static final int CHANGED = 1_000;
  private static final int ROUNDS = 9;

  @TempDir Path directory;
  private EngineTarget target;
  private SqliteApp app;

  @BeforeEach
  void mirrorChats() {
    app = new SqliteApp(directory.resolve("app.db"));
    target = EngineTarget.create(directory.resolve("data"));
    app.run(
        "CREATE TABLE chat (id TEXT PRIMARY KEY, title TEXT, chat JSON, updated_at INTEGER)",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
            + ROWS
            + ") INSERT INTO chat SELECT 'id-' || i, 'title ' || i, '{\"history\": {\"messages\":"
            + " {\"m1\": {\"id\": \"m1\", \"content\": \"' || hex(randomblob(150)) || '\"}}}}',"
            + " 1700000000 FROM n");
    assertThat(target.sync(app.file()).outcome()).isEqualTo(SyncOutcome.COMPLETE);
  }

  @AfterEach
  void close() {
    target.close();
  }

  /** Only statements that would not be there if nobody else ever wrote. */
  private static final class Detection implements WatchedConnections.Watcher {
    private long nanos;

    @Override
    public void opens() {}

    @Override
    public Object step(Connection connection, String text, WatchedConnections.Step step)
        throws Throwable {
      boolean counts =
          text.contains("FOR UPDATE OF t")
              || text.contains("'TOUCHED'")
              || text.contains("_sync_drift")
              || text.contains("conflict_log") && !text.contains("hash_seed")
              || text.contains("action, count(*)");
      long start = System.nanoTime();
      try {
        return step.take();
      } finally {
        nanos += counts ? System.nanoTime() - start : 0;
      }
    }
  }

  @Test
  void lookingForConflictsCostsLittleWhereThereAreNone() {
    Detection detection = new Detection();
    List<Double> ratios = new ArrayList<>();
    try (MirrorEngine engine =
        MirrorEngine.builder()
            .connections(new WatchedConnections(target.connections(), detection))
            .elector(target.elector())
            .cluster(EngineTarget.CLUSTER)
            .dataDirectory(directory.resolve("watched"))
            .open()) {
      for (int round = -3; round < ROUNDS; round++) {
        app.run(
            "UPDATE chat SET title = 'round "
                + round
                + "' WHERE rowid % "
                + ROWS / CHANGED
                + " = "
                + (round + 3));
        long before = detection.nanos;
        long start = System.nanoTime();
        SyncReport report = engine.sync(SyncRequest.of(EngineTarget.ACME, app.file()));
        long took = System.nanoTime() - start;
        long looking = detection.nanos - before;
        assertThat(report.rowsChanged()).isEqualTo(CHANGED);
        if (round >= 0) {
          ratios.add((double) looking / (took - looking));
        }
      }
    }
    ratios.sort(Double::compare);
    System.err.printf(
        Locale.ROOT,
        "%d of %d rows changed: detection / all else %.3f (%.3f-%.3f)%n",
        CHANGED,
        ROWS,
        ratios.get(ROUNDS / 2),
        ratios.get(0),
        ratios.get(ROUNDS - 1));
    assertThat(ratios.get(ROUNDS / 2)).isLessThan(0.10);
  }

  @ParameterizedTest
  @CsvSource({"newest_wins", "merge", "manual", "target_wins"})
  void tenThousandConflictsAreDecidedInSeconds(String strategy) {
    String rules =
        strategy.equals("merge")
            ? ", \"merge_rules\": {\"chat.history.messages\": \"append\"}"
            : "";
    ConflictResolver resolver =
        ConflictConfiguration.read(
                new Json(
                    "{\"table_strategies\": {\"chat\": {\"strategy\": \"%s\" %s}}}"
                        .formatted(strategy, rules)))
            .resolver();
    target.decidingBy(resolver);
    target.execute(
        "UPDATE client_acme.chat SET chat = replace(chat::text, '\"m1\": ', '\"t2\": {\"id\":"
            + " \"t2\"}, \"m1\": ')::json, updated_at = 1700000100 + random() * 100 WHERE"
            + " substr(id, 4)::int <= 10000");
    app.run(
        "UPDATE chat SET chat = replace(chat, '\"m1\": ', '\"s2\": {\"id\": \"s2\"}, \"m1\": '),"
            + " updated_at = 1700000150 WHERE rowid <= 10000");
    long start = System.nanoTime();
    SyncReport report = target.sync(app.file());
    double seconds = (System.nanoTime() - start) / 1e9;
    System.err.printf(Locale.ROOT, "10000 conflicts, %s: %.2f s%n", strategy, seconds);
    assertThat(report.resolved() + report.conflicts()).isEqualTo(10_000);
    assertThat(seconds).isLessThan(5);
    if (strategy.equals("merge")) {
      assertThat(
              target.query(
                  "SELECT count(*) FROM client_acme.chat WHERE chat::text LIKE '%\"s2\"%\"s2\"%'"
                      + " AND chat::text LIKE '%\"t2\"%\"t2\"%'"))
          .containsExactly("10000");
    }
  }
}
