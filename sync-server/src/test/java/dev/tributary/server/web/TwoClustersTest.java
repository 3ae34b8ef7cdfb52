package dev.tributary.server.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.server.node.TestCluster;
import dev.tributary.test.PostgresServer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two clusters in one database, each with a role of its own: neither node shows the other's. */
final class TwoClustersTest {
  @TempDir private static Path directory;
  private static TestCluster ours;
  private static TestCluster theirs;
  private static LocalNode node;
  private static LocalNode other;

  @BeforeAll
  static void start() {
    ours = TestCluster.on(PostgresServer.shared(), directory);
    theirs = ours.beside("staging");
    ours.register("ours", Path.of("/tmp/ours.db"));
    theirs.register("theirs", Path.of("/tmp/theirs.db"));
    ours.execute(
        "INSERT INTO sync_metadata.conflict_log (log_id, deployment_id, client_name, table_name,"
            + " record_key, conflict_type)"
            + " SELECT '11111111-1111-1111-1111-111111111111', deployment_id, client_name, 'note',"
            + " '1', 'update_conflict' FROM sync_metadata.client_deployments"
            + " WHERE client_name = 'theirs'");
    // As a page once told people to do
    ours.execute(
        "GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA sync_metadata TO " + ours.role());
    node = LocalNode.start(ours, "node-of-ours", directory).awaitLeading();
    other = LocalNode.start(theirs, "node-of-theirs", directory).awaitLeading();
    other.rest().put("/api/v1/state", "{\"key\": \"secret-of-theirs\", \"value\": 1}");
    other.rest().post("/api/v1/sync/trigger", "{\"client_name\": \"theirs\"}");
  }

  @AfterAll
  static void end() {
    other.close();
    node.close();
    ours.close();
  }

  @Test
  void nothingOfTheOtherIsReadOrChanged() {
    Rest rest = node.rest();
    for (String path :
        List.of(
            "/health",
            "/metrics",
            "/api/v1/clients",
            "/api/v1/cluster/status",
            "/api/v1/sync/jobs",
            "/api/v1/state",
            "/api/v1/conflicts?state=all",
            "/api/v1/quarantine")) {
      assertThat(rest.get(path).body()).as(path).doesNotContain("theirs");
    }
    assertThat(rest.get("/api/v1/clients").body()).contains("ours");
    assertThat(rest.get("/api/v1/clients/theirs").status()).isEqualTo(404);
    assertThat(rest.get("/api/v1/state?key=secret-of-theirs").status()).isEqualTo(404);
    assertThat(rest.get("/api/v1/state?key=deployment.theirs").status()).isEqualTo(404);
    String conflict = "/api/v1/conflicts/11111111-1111-1111-1111-111111111111";
    assertThat(rest.get(conflict).status()).isEqualTo(404);
    assertThat(rest.post(conflict + "/resolve", "{\"choice\": \"source\"}").status())
        .isEqualTo(404);
    assertThat(rest.get("/api/v1/clients/theirs/drift").status()).isBetween(200, 404);
    for (String act : List.of("start", "pause", "sync", "verify")) {
      assertThat(rest.post("/api/v1/clients/theirs/" + act, "{}").status()).as(act).isEqualTo(404);
    }
    assertThat(rest.post("/api/v1/clients/theirs/deregister", "{\"confirm\": \"theirs\"}").status())
        .isEqualTo(404);
    assertThat(
            rest.put(
                    "/api/v1/state",
                    "{\"key\": \"deployment.theirs\", \"value\": {\"sync_interval\": 7}}")
                .status())
        .isEqualTo(404);
    assertThat(other.rest().get("/api/v1/clients/theirs").json().get("sync_interval").asInt())
        .isEqualTo(300);
    assertThat(other.rest().get(conflict).json().get("decision").isNull()).isTrue();
  }
}
