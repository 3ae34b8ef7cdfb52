package dev.tributary.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.test.PostgresServer;
import dev.tributary.test.sqlite.SqliteApp;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a database can do to its nodes: they recover by themselves. */
final class DatabaseTroubleTest {
  private static final Duration SOON = Duration.ofSeconds(30);

  @TempDir private Path directory;
  private Path file;
  private SqliteApp app;

  @Test
  void leadershipAndSyncsComeBackByThemselves() throws SQLException {
    try (PostgresServer server = PostgresServer.dedicated();
        TestCluster cluster = TestCluster.on(server, directory)) {
      begin(cluster);
      server.stop();
      await().atMost(SOON).until(() -> cluster.awaitServingHealth().status() == 503);
      server.restart();
      goesOn(cluster, 2);

      cluster.execute(
          "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '"
              + cluster.role()
              + "'");
      goesOn(cluster, 3);

      Optional<String> leader = cluster.leader();
      long term = term(cluster);
      List<Connection> taken = takeAll(cluster);
      app.run("INSERT INTO note VALUES (4, 'n')");
      NodeProcess leads = cluster.node(leader.orElseThrow());
      await()
          .during(Duration.ofSeconds(2))
          .atMost(Duration.ofSeconds(5))
          .until(() -> leads.health().leads());
      for (Connection connection : taken) {
        connection.close();
      }
      goesOn(cluster, 5);
      assertThat(cluster.leader()).isEqualTo(leader);
      assertThat(term(cluster)).isEqualTo(term);
      for (String node : List.of("node-a", "node-b")) {
        assertToldInFewWords(cluster.node(node).log());
      }
    }
  }

  /** All of that is what databases do: a line when it begins, one when it is over, no traces. */
  private static void assertToldInFewWords(String log) {
    assertThat(log).doesNotContain("\tat ", "PoolBase", "ProxyConnection", "request timed out");
    assertThat(log.lines().filter(line -> line.contains(" WARN "))).as(log).hasSizeLessThan(20);
  }

  private static long term(TestCluster cluster) {
    return Long.parseLong(cluster.one("SELECT term FROM sync_metadata.leader_election"));
  }

  private void begin(TestCluster cluster) {
    file = directory.resolve("app.db");
    app = new SqliteApp(file);
    app.run(
        "CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT)",
        "INSERT INTO note VALUES (1, 'one')");
    cluster.mirrorEverySecond("acme", file);
    cluster.start("node-a");
    cluster.start("node-b").awaitServing();
    awaitRows(cluster, 1);
  }

  private void goesOn(TestCluster cluster, int rows) {
    app.run("INSERT INTO note VALUES (" + rows + ", 'n')");
    awaitRows(cluster, rows);
  }

  /** As an application that leaks its connections. */
  private static List<Connection> takeAll(TestCluster cluster) {
    List<Connection> taken = new ArrayList<>();
    try {
      while (true) {
        taken.add(cluster.database().connect());
      }
    } catch (SQLException e) {
      return taken;
    }
  }

  private static void awaitRows(TestCluster cluster, int rows) {
    await()
        .atMost(SOON)
        .ignoreExceptions()
        .until(
            () ->
                cluster
                    .one("SELECT count(*) FROM client_acme.note")
                    .equals(Integer.toString(rows)));
  }
}
