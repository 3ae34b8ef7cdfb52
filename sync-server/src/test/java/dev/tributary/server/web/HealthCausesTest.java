package dev.tributary.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.server.node.TestCluster;
import dev.tributary.test.PostgresServer;
import dev.tributary.test.sqlite.SqliteApp;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each cause for which a node is less than healthy, produced and seen, and gone again. */
final class HealthCausesTest {
  @TempDir private static Path directory;
  private static TestCluster cluster;
  private static LocalNode node;
  private static Path file;
  private static SqliteApp app;

  @BeforeAll
  static void start() throws Exception {
    cluster = TestCluster.on(PostgresServer.shared(), directory);
    file = directory.resolve("acme.db");
    app = new SqliteApp(file);
    app.run(
        "CREATE TABLE note (id INTEGER PRIMARY KEY, n INTEGER)",
        "INSERT INTO note VALUES (1, 1), (2, 2), (3, 3)");
    cluster.register("acme", file);
    client(
        "config = '{\"conflicts\": {\"default_strategy\": \"manual\"},"
            + " \"mass_delete_rows\": 1, \"mass_delete_percent\": 10}'");
    node = LocalNode.start(cluster, "node-a", directory).awaitLeading();
  }

  @AfterAll
  static void end() {
    node.close();
    cluster.close();
  }

  @Test
  void eachCauseIsNamedAndLeavesWhenItIsOver() throws Exception {
    awaitStatus("healthy", "");
    sync();
    awaitRow("1", "1");
    cluster.execute("UPDATE client_acme.note SET n = 7 WHERE id = 1");
    app.run("UPDATE note SET n = 8 WHERE id = 1");
    sync();
    awaitStatus("degraded", "conflicts wait for a person: 1");
    String id = node.rest().get("/api/v1/conflicts").json().at("/conflicts/0/id").asText();
    node.rest().post("/api/v1/conflicts/" + id + "/resolve", "{\"choice\": \"source\"}");
    awaitStatus("healthy", "");
    awaitRow("1", "8");

    cluster.execute("ALTER TABLE client_acme.note ADD CONSTRAINT small CHECK (n < 100)");
    app.run("UPDATE note SET n = 500 WHERE id = 2");
    sync();
    awaitStatus("degraded", "rows are in quarantine: 1");
    app.run("UPDATE note SET n = 50 WHERE id = 2");
    sync();
    awaitStatus("healthy", "");

    app.run("DELETE FROM note WHERE id > 1");
    sync();
    awaitStatus("degraded", "clients are on hold: 1 (acme)");
    node.rest().post("/api/v1/clients/acme/confirm-hold", "{\"confirm\": \"acme\"}");
    sync();
    awaitStatus("healthy", "");

    // An hour without a look at it
    client(
        "sync_enabled = true, last_sync_at = now() - interval '1 hour',"
            + " next_sync_at = now() + interval '1 hour'");
    awaitStatus("degraded", "clients are late: 1 (acme)");
    sync();
    awaitStatus("healthy", "");

    Files.move(file, file.resolveSibling("away.db"));
    sync();
    awaitStatus("degraded", "clients whose last run failed: 1 (acme)");
    client("sync_enabled = false, hold_reason = NULL, status = 'active'");
    awaitStatus("healthy", "");
    assertThat(node.rest().get("/health").status()).isEqualTo(200);
  }

  /** As in a rolling upgrade: the schema is new already, this node is not. */
  @Test
  void aNodeThatIsOlderThanTheSchemaGoesOnAndSaysSo() {
    cluster.execute("INSERT INTO sync_metadata.schema_version VALUES (1000, 'newer')");
    awaitStatus("degraded", "sync_metadata has version 1000");
    assertThat(node.rest().get("/health").json().get("is_leader").asBoolean()).isTrue();
    assertThat(node.rest().get("/health").json().get("reasons").toString())
        .contains("update this node");
    cluster.execute("DELETE FROM sync_metadata.schema_version WHERE version = 1000");
    awaitStatus("healthy", "");
  }

  /** As on a disk that is full, and over when it takes what is written again. */
  @Test
  void aFolderOfItsOwnThatCannotBeWrittenIsTold() throws Exception {
    Path folder = directory.resolve("node-a");
    Path aside = Files.move(folder, directory.resolve("aside"));
    Files.writeString(folder, "no folder");
    awaitStatus("degraded", "data directory %s: it is no folder".formatted(folder));
    assertThat(node.rest().get("/metrics").body()).contains("\nhealth_reasons 1.0\n");
    Files.delete(folder);
    Files.move(aside, folder);
    awaitStatus("healthy", "");
  }

  /** The lease of a node that died, whose row its heir cannot have yet. */
  @Test
  void aClusterWithoutALeaderIsNotHealthy() throws Exception {
    try (Connection other = cluster.database().connect()) {
      other.setAutoCommit(false);
      try (Statement statement = other.createStatement()) {
        statement.execute(
            "UPDATE sync_metadata.leader_election SET term = term + 1, leader_id = 'somebody',"
                + " holder = gen_random_uuid(), expires_at = now()");
        other.commit();
        statement.execute("SELECT 1 FROM sync_metadata.leader_election FOR UPDATE");
        awaitStatus("degraded", "no node leads the cluster");
        assertThat(node.rest().get("/health").json().get("is_leader").asBoolean()).isFalse();
      }
      other.rollback();
    }
    node.awaitLeading();
    awaitStatus("healthy", "");
  }

  private static void sync() {
    node.rest().post("/api/v1/sync/trigger", "{\"client_name\": \"acme\"}");
  }

  private static void awaitRow(String id, String n) {
    await()
        .atMost(Duration.ofSeconds(15))
        .ignoreExceptions()
        .until(() -> cluster.one("SELECT n FROM client_acme.note WHERE id = " + id).equals(n));
  }

  private static void client(String change) {
    cluster.execute("UPDATE sync_metadata.client_deployments SET " + change);
  }

  private static void awaitStatus(String status, String reason) {
    await()
        .atMost(Duration.ofSeconds(15))
        .pollInterval(Duration.ofMillis(100))
        .untilAsserted(
            () -> {
              JsonNode told = node.rest().get("/health").json();
              assertThat(told.get("status").asText()).as(told.toString()).isEqualTo(status);
              assertThat(told.get("reasons").toString()).contains(reason);
            });
  }
}
