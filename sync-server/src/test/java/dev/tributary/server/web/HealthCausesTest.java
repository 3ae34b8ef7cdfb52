package dev.tributary.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.server.node.TestCluster;
import dev.tributary.test.PostgresServer;
import java.nio.file.Path;
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

  @BeforeAll
  static void start() {
    cluster = TestCluster.on(PostgresServer.shared(), directory);
    cluster.execute(
        "SELECT sync_metadata.register_client('prod', 'acme', 'client_acme', '/tmp/no.db', '{}')");
    node = LocalNode.start(cluster, "node-a", directory).awaitLeading();
  }

  @AfterAll
  static void end() {
    node.close();
    cluster.close();
  }

  @Test
  void eachCauseIsNamedAndLeavesWhenItIsOver() {
    awaitStatus("healthy", "");
    client("hold_reason = 'too many rows are gone', status = 'on_hold'");
    awaitStatus("degraded", "clients are on hold: 1 (acme)");
    client("hold_reason = NULL, status = 'active'");
    awaitStatus("healthy", "");
    client("sync_enabled = true");
    awaitStatus("degraded", "clients whose last run failed: 1 (acme)");
    client("last_sync_at = now() - interval '1 hour', next_sync_at = now() + interval '1 hour'");
    awaitStatus("degraded", "clients are late: 1 (acme)");
    client("sync_enabled = false");
    awaitStatus("healthy", "");
    cluster.execute(
        "INSERT INTO sync_metadata.conflict_log (deployment_id, client_name, table_name, record_key,"
            + " conflict_type) SELECT deployment_id, client_name, 'note', '1', 'update_conflict'"
            + " FROM sync_metadata.client_deployments");
    awaitStatus("degraded", "conflicts wait for a person: 1");
    cluster.execute("UPDATE sync_metadata.conflict_log SET resolved_at = now()");
    awaitStatus("healthy", "");
    cluster.execute(
        "INSERT INTO sync_metadata.quarantine (deployment_id, client_name, table_name, record_key,"
            + " reason) SELECT deployment_id, client_name, 'note', '1', 'too large'"
            + " FROM sync_metadata.client_deployments");
    awaitStatus("degraded", "rows are in quarantine: 1");
    cluster.execute("UPDATE sync_metadata.quarantine SET status = 'resolved'");
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

  @Test
  void aClusterWithoutALeaderIsNotHealthy() {
    // Nobody can take a lease that somebody else holds
    cluster.execute(
        "UPDATE sync_metadata.leader_election SET term = term + 1, leader_id = 'somebody',"
            + " holder = gen_random_uuid(), expires_at = now() + interval '3 seconds'");
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> !node.rest().get("/health").json().get("is_leader").asBoolean());
    assertThat(node.rest().get("/health").json().get("is_leader").asBoolean()).isFalse();
    node.awaitLeading();
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
