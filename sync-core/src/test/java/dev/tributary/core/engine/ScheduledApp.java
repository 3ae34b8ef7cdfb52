package dev.tributary.core.engine;

import static org.awaitility.Awaitility.await;

import dev.tributary.core.SeenJob;
import dev.tributary.core.SyncClients;
import dev.tributary.core.SyncJobs;
import dev.tributary.test.sqlite.SqliteApp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** One app, registered as a client that is not started, and nodes that may schedule it. */
record ScheduledApp(
    Path directory, EngineTarget target, SyncClients clients, SyncJobs jobs, SqliteApp app)
    implements AutoCloseable {
  static final Duration SOON = Duration.ofSeconds(10);

  static ScheduledApp in(Path directory) {
    EngineTarget target = EngineTarget.create(directory.resolve("other"));
    SyncClients clients = new SyncClients(target.connections(), EngineTarget.CLUSTER);
    SyncJobs jobs = new SyncJobs(target.connections(), EngineTarget.CLUSTER);
    SqliteApp app = new SqliteApp(directory.resolve("acme.db"));
    app.run(
        "CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT)",
        "INSERT INTO note VALUES (1, 'one')");
    clients.register(EngineTarget.ACME, app.file(), Optional.empty(), Duration.ofMinutes(1));
    return new ScheduledApp(directory, target, clients, jobs, app);
  }

  ScheduledNode node() {
    return ScheduledNode.start("node-a", target.connections(), directory.resolve("data"));
  }

  void whileANodeRuns(Runnable body) {
    ScheduledNode node = node();
    try {
      body.run();
    } finally {
      node.close();
    }
  }

  SeenJob awaitEnd(UUID job) {
    return await()
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(20))
        .until(
            () -> jobs.look(job),
            seen -> seen.over() && (seen.reported() || seen.failure().isPresent()));
  }

  void awaitRows(String table, int rows) {
    await()
        .atMost(SOON)
        .until(
            () ->
                target.query("SELECT to_regclass('" + table + "')").equals(List.of(table))
                    && one("SELECT count(*) FROM " + table).equals(Integer.toString(rows)));
  }

  String one(String sql) {
    return target.query(sql).get(0);
  }

  @Override
  public void close() {
    target.close();
  }
}
