package dev.tributary.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.server.node.TestCluster;
import dev.tributary.server.web.Answer;
import dev.tributary.server.web.LocalNode;
import dev.tributary.test.PostgresServer;
import dev.tributary.test.sqlite.SqliteApp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The names that dashboards know are there, and Prometheus itself can read them. */
final class MetricsTest {
  private static final List<String> ALWAYS =
      List.of(
          "is_leader",
          "sync_container_is_leader",
          "leader_elections_total",
          "leader_lease_expires_timestamp",
          "heartbeat_failures_total",
          "state_cache_hits_total",
          "state_cache_misses_total",
          "state_cache_invalidations_total",
          "state_sync_lag_seconds",
          "state_cache_size",
          "db_pool_size",
          "db_pool_available",
          "db_queries_total",
          "db_query_duration_seconds_count",
          "sync_queue_size",
          "sync_queue_processing_time_seconds",
          "sync_jobs_active",
          "container_uptime_seconds",
          "sync_operations_total",
          "sync_duration_seconds_bucket",
          "sync_rows_processed_total",
          "sync_bytes_transferred_total",
          "last_successful_sync_timestamp",
          "http_requests_total",
          "http_request_duration_seconds_count",
          "configuration_problems",
          "health_reasons");

  @TempDir private static Path directory;
  private static TestCluster cluster;
  private static LocalNode node;
  private static LocalNode follower;
  private static String metrics;

  @BeforeAll
  static void start() throws Exception {
    cluster = TestCluster.on(PostgresServer.shared(), directory);
    Path file = directory.resolve("acme.db");
    new SqliteApp(file)
        .run(
            "CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT)",
            "INSERT INTO note VALUES (1, 'one')");
    cluster.register("acme", file);
    cluster.execute("UPDATE sync_metadata.client_deployments SET sync_enabled = true");
    cluster.execute(
        "SELECT sync_metadata.register_client('prod', 'quiet', 'client_quiet', '/tmp/q.db', '{}')");
    cluster.execute(
        "INSERT INTO sync_metadata.conflict_log (deployment_id, client_name, table_name,"
            + " record_key, conflict_type) SELECT deployment_id, client_name, 'note', '1',"
            + " 'update_conflict' FROM sync_metadata.client_deployments"
            + " WHERE client_name = 'quiet'");
    node = LocalNode.start(cluster, "node-a", directory).awaitLeading();
    follower = LocalNode.start(cluster, "node-b", directory);
    node.rest().get("/api/v1/clients");
    node.rest().get("/api/v1/state?key=deployment.acme");
    await()
        .atMost(Duration.ofSeconds(20))
        .until(
            () ->
                node.rest().get("/metrics").body().contains("sync_operations_total{")
                    && node.rest()
                        .get("/metrics")
                        .body()
                        .contains("last_successful_sync_timestamp{"));
    metrics = node.rest().get("/metrics").body();
  }

  @AfterAll
  static void end() {
    follower.close();
    node.close();
    cluster.close();
  }

  @Test
  void theKnownNamesAreThere() {
    for (String name : ALWAYS) {
      assertThat(metrics).as(name).containsPattern("(?m)^" + name + "(\\{| )");
    }
    assertThat(metrics)
        .contains("sync_operations_total{client=\"acme\",status=\"success\"} 1.0")
        .contains("# TYPE sync_operations_total counter")
        .containsPattern("leader_elections_total\\{result=\"acquired\"} [1-9]")
        .containsPattern("leader_elections_total\\{result=\"renewed\"} [1-9]")
        .containsPattern("leader_elections_total\\{result=\"failed\"} \\d")
        .contains("# TYPE sync_duration_seconds histogram")
        .containsPattern("sync_duration_seconds_bucket\\{client=\"acme\",le=\"10.0\"} 1");
    assertThat(metrics.lines().filter(line -> line.startsWith("is_leader{")))
        .singleElement()
        .asString()
        .endsWith(" 1.0");
  }

  /** So that a takeover neither ends an alert nor leaves a gap. */
  @Test
  void aFollowerShowsHowClientsStandAndCountsNoRuns() {
    String time = "last_successful_sync_timestamp{client=\"acme\"} ";
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> lines(follower, time), found -> found.size() == 1);
    for (LocalNode one : List.of(node, follower)) {
      assertThat(lines(one, "conflicts_unresolved{client=\"quiet\"} "))
          .singleElement()
          .asString()
          .endsWith(" 1.0");
      assertThat(lines(one, "sync_lag_seconds{client=\"acme\"} ")).hasSize(1);
    }
    assertThat(lines(follower, "sync_operations_total{")).isEmpty();
  }

  private static List<String> lines(LocalNode of, String start) {
    return of.rest().get("/metrics").body().lines().filter(l -> l.startsWith(start)).toList();
  }

  @Test
  void aPathIsCountedByItsPatternOnly() {
    for (int i = 0; i < 20; i++) {
      node.rest().get("/api/v1/clients/nobody-" + i);
      node.rest().get("/nothing/" + i);
    }
    String now = node.rest().get("/metrics").body();
    assertThat(now).contains("handler=\"/api/v1/clients/{name}\"").doesNotContain("nobody-");
    assertThat(now.lines().filter(line -> line.startsWith("http_requests_total{")).count())
        .isLessThan(20);
  }

  @Test
  @Tag("machine")
  void prometheusItselfCanReadThem() throws Exception {
    Answer answer = node.rest().get("/metrics");
    assertThat(answer.header("Content-Type")).startsWith("text/plain;version=0.0.4");
    Process promtool =
        new ProcessBuilder("promtool", "check", "metrics").redirectErrorStream(true).start();
    try (var in = promtool.outputWriter()) {
      in.write(answer.body());
    }
    String said = new String(promtool.getInputStream().readAllBytes());
    assertThat(promtool.waitFor(30, TimeUnit.SECONDS)).isTrue();
    // 3: readable, with remarks on style; names are the prototype's
    assertThat(promtool.exitValue()).as(said).isIn(0, 3);
    assertThat(said).doesNotContain("error while linting");
  }
}
