package dev.tributary.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.server.node.TestCluster;
import dev.tributary.server.web.Answer;
import dev.tributary.server.web.LocalNode;
import dev.tributary.test.PostgresServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster that goes by way of its last node. */
final class ClusterFarewellTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String PATH = "/api/v1/cluster/deregister";
  private static final String WORD = "{\"confirm\": \"DEREGISTER\"}";
  private static final String ROWS =
      """
      SELECT concat_ws(' ',
        (SELECT count(*) FROM sync_metadata.hosts),
        (SELECT count(*) FROM sync_metadata.leader_election),
        (SELECT count(*) FROM sync_metadata.client_deployments),
        (SELECT count(*) FROM sync_metadata.state))
      """;

  @TempDir private Path directory;
  private TestCluster cluster;
  private LocalNode node;

  @BeforeEach
  void start() throws Exception {
    cluster = TestCluster.on(PostgresServer.shared(), directory);
    Path source = SourceFiles.small(directory.resolve("acme.db"));
    cluster.execute(
        "SELECT sync_metadata.register_client('prod', 'acme', 'client_acme', '%s', '{}')"
            .formatted(source));
    node = LocalNode.start(cluster, "the-last-node", directory).awaitLeading();
    await()
        .atMost(SOON)
        .until(() -> cluster.one("SELECT count(*) FROM sync_metadata.hosts").equals("1"));
    node.rest().put("/api/v1/state", "{\"key\": \"banner\", \"value\": 1}");
  }

  @AfterEach
  void end() {
    node.close();
    cluster.close();
  }

  private CommandRun deregister(String... more) {
    List<String> words =
        new ArrayList<>(List.of("cluster", "deregister", "--node", node.rest().url()));
    words.addAll(List.of("--confirm", "DEREGISTER"));
    words.addAll(List.of(more));
    return CommandHere.bare(words.toArray(String[]::new));
  }

  @Test
  void aRefusalChangesNothing() {
    String before = cluster.one(ROWS);
    node.rest().post("/api/v1/clients/acme/start", "");
    Answer syncs = node.rest().post(PATH, WORD);
    assertThat(syncs.status()).isEqualTo(422);
    assertThat(syncs.json().get("detail").asText())
        .contains("still syncs: acme (active", "pause its sync, move it", "or deregister it");
    deregister().failsWith("cluster prod still syncs: acme (active");
    node.rest().post("/api/v1/clients/acme/pause", "");
    String beat =
        "INSERT INTO sync_metadata.hosts (hostname, cluster_name) VALUES ('node-b', 'prod')";
    cluster.execute(beat);
    deregister()
        .failsWith("answers 422", "nodes of cluster prod still run: node-b", "tributary node stop");
    cluster.execute("DELETE FROM sync_metadata.hosts WHERE hostname = 'node-b'");
    Answer word = node.rest().post(PATH, "{\"confirm\": \"prod\"}");
    assertThat(word.status()).isEqualTo(422);
    assertThat(word.json().get("detail").asText()).contains("typing DEREGISTER");
    assertThat(node.rest().post(PATH, "{}").status()).isEqualTo(400);
    Answer other =
        node.rest().post(PATH, "{\"confirm\": \"DEREGISTER\", \"cluster_name\": \"else\"}");
    assertThat(other.status()).isEqualTo(400);
    assertThat(other.json().get("field").asText()).isEqualTo("cluster_name");
    deregister("--cluster", "else").failsWith("serves cluster prod, not else");

    assertThat(node.rest().get("/health").json().get("is_leader").asBoolean()).isTrue();
    assertThat(node.rest().put("/api/v1/state/banner", "{\"value\": 2}").status()).isEqualTo(200);
    assertThat(cluster.one(ROWS)).isEqualTo(before);
    assertThat(entries()).isEmpty();
  }

  private List<String> entries() {
    return cluster.query(
        "SELECT actor || ' ' || action FROM sync_metadata.audit_log"
            + " WHERE action ~ 'deregister' ORDER BY audit_id");
  }

  @Test
  void theLastNodeRemovesItsClusterAndBeginsAfreshOnlyWhenItIsStartedAgain() {
    node.rest().post("/api/v1/clients/acme/sync", "");
    await()
        .atMost(SOON)
        .until(
            () ->
                cluster
                    .query(
                        "SELECT last_sync_status FROM sync_metadata.client_deployments"
                            + " WHERE last_sync_status IS NOT NULL")
                    .contains("success"));
    long term = node.rest().get("/health").json().get("term").asLong();

    CommandRun run = deregister("--json").exits(0);

    assertThat(run.err())
        .contains("node the-last-node (active) goes", "client acme", "serves no more: stop it");
    JsonNode removed = run.json();
    assertThat(removed.get("cluster_name").asText()).isEqualTo("prod");
    assertThat(removed.get("clients").toString()).isEqualTo("[\"acme\"]");
    assertThat(removed.at("/removed/hosts").asLong()).isEqualTo(1);
    assertThat(removed.at("/removed/leader_election").asLong()).isEqualTo(1);
    assertThat(cluster.one(ROWS)).isEqualTo("0 0 0 0");
    assertThat(cluster.one("SELECT count(*) FROM client_acme.note")).isEqualTo("3");
    assertThat(entries())
        .startsWith("api deregister_client", "api deregister_cluster")
        .endsWith("api POST " + PATH);
    assertNothingWritesAnyMore();
    assertItAnswersAndChangesNothing();

    node.close();
    assertThat(cluster.one(ROWS)).isEqualTo("0 0 0 0");
    node = LocalNode.start(cluster, "the-last-node", directory).awaitLeading();
    assertThat(node.rest().get("/health").json().get("term").asLong()).isGreaterThan(term);
    assertThat(node.rest().get("/api/v1/clients").json().get("clients")).isEmpty();
  }

  /** What would bring rows back runs on threads of its own. */
  private static void assertNothingWritesAnyMore() {
    assertThat(
            Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.endsWith("-the-last-node"))
                .filter(name -> !name.startsWith("sync-state-")))
        .isEmpty();
  }

  private void assertItAnswersAndChangesNothing() {
    Answer health = node.rest().get("/health");
    assertThat(health.status()).isEqualTo(503);
    assertThat(health.json().get("status").asText()).isEqualTo("unhealthy");
    assertThat(health.json().get("is_leader").asBoolean()).isFalse();
    assertThat(health.json().get("reasons").toString())
        .contains("cluster prod was removed, and this node with it: stop it");
    assertThat(node.rest().get("/health/live").status()).isEqualTo(200);
    assertThat(node.rest().get("/api/v1/clients").json().get("clients")).isEmpty();
    for (String change :
        List.of("clients", "sync/trigger", "cluster/resign", "cluster/unstick", "nothing")) {
      Answer refused = node.rest().post("/api/v1/" + change, WORD);
      assertThat(refused.status()).as(change).isEqualTo(409);
      JsonNode problem = refused.json();
      assertThat(problem.get("type").asText()).isEqualTo("urn:tributary:problem:cluster-removed");
      assertThat(problem.get("detail").asText()).contains("cluster prod was removed");
      assertThat(problem.get("way_out").asText()).contains("Stop this node");
    }
    assertThat(node.rest().put("/api/v1/state/k", "{\"value\": 1}").status()).isEqualTo(409);
    assertThat(node.rest().delete("/api/v1/state/banner").status()).isEqualTo(409);
    deregister().failsWith("answers 409", "Stop this node");
    assertThat(cluster.one(ROWS)).isEqualTo("0 0 0 0");
  }
}
