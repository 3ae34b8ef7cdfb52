package dev.tributary.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.server.node.TestCluster;
import dev.tributary.test.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a leader and a follower answer over HTTP. */
final class RestTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir private static Path directory;
  private static TestCluster cluster;
  private static LocalNode leading;
  private static LocalNode following;
  private static Rest leader;
  private static Rest follower;

  @BeforeAll
  static void start() throws Exception {
    cluster = TestCluster.on(PostgresServer.shared(), directory);
    Path file = directory.resolve("acme.db");
    try (Connection app = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = app.createStatement()) {
      statement.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT)");
      statement.execute("INSERT INTO note VALUES (1, 'one')");
    }
    cluster.execute(
        "SELECT sync_metadata.register_client('prod', 'acme-corp', 'client_acme_corp', '%s', '{}')"
            .formatted(file));
    leading = LocalNode.start(cluster, "node-a", directory).awaitLeading();
    following = LocalNode.start(cluster, "node-b", directory);
    leader = leading.rest();
    follower = following.rest();
  }

  @AfterAll
  static void end() {
    following.close();
    leading.close();
    cluster.close();
  }

  @Test
  void healthNamesNodeLeaderAndTerm() {
    JsonNode told = follower.get("/health").json();
    assertThat(told.get("is_leader").asBoolean()).isFalse();
    assertThat(told.get("leader_id").asText()).isEqualTo("node-a");
    assertThat(told.get("node_id").asText()).isEqualTo("node-b");
    assertThat(follower.get("/health/live").json().get("status").asText()).isEqualTo("live");
    assertThat(follower.get("/health/ready").status()).isEqualTo(200);
  }

  @Test
  void aTriggerOnAnyNodeIsDoneByTheLeader() {
    Answer answer = follower.post("/api/v1/sync/trigger", "{\"client_name\": \"acme-corp\"}");
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    assertThat(answer.json().get("success").asBoolean()).isTrue();
    assertThat(answer.json().get("status").asText()).isEqualTo("running");
    String id = answer.json().get("sync_id").asText();
    assertThat(id).matches("sync_\\d{8}_\\d{6}(_\\d{6})?");
    await().atMost(SOON).until(() -> "success".equals(job(id).get("status").asText()));
    assertThat(job(id).get("host").asText()).isEqualTo("node-a");
    assertThat(job(id).get("triggered_by").asText()).isEqualTo("api");
    assertThat(leader.get("/api/v1/sync/jobs?client_name=acme-corp").json().get("jobs"))
        .isNotEmpty();
  }

  private static JsonNode job(String id) {
    return follower.get("/api/v1/sync/jobs/" + id).json();
  }

  @Test
  void anUnknownClientIsNotFoundAndAnImpossibleNameIsWrong() {
    Answer unknown = leader.post("/api/v1/sync/trigger", "{\"client_name\": \"nobody\"}");
    assertThat(unknown.status()).isEqualTo(404);
    assertThat(unknown.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(unknown.json().get("detail").asText()).contains("nobody");
    Answer wrong = leader.post("/api/v1/sync/trigger", "{\"client_name\": \"../x\"}");
    assertThat(wrong.status()).isEqualTo(400);
    assertThat(wrong.json().get("field").asText()).isEqualTo("client_name");
    assertThat(wrong.json().get("value").asText()).isEqualTo("../x");
    assertThat(wrong.json().get("way_out").asText()).contains("lower case");
    assertThat(leader.post("/api/v1/sync/trigger", "{\"client\": \"acme-corp\"}").status())
        .isEqualTo(400);
  }

  @Test
  void aScheduleIsReadAndWrittenAndSaysIfItCameFromTheCache() {
    Answer put =
        leader.put(
            "/api/v1/state",
            "{\"key\": \"deployment.acme-corp\", \"value\": {\"sync_interval\": 600}}");
    assertThat(put.status()).as(put.toString()).isEqualTo(200);
    assertThat(put.json().get("success").asBoolean()).isTrue();
    assertThat(put.json().get("updated_at").asText()).matches("20.*Z");
    Answer got = leader.get("/api/v1/state?key=deployment.acme-corp");
    assertThat(got.json().get("value").get("sync_interval").asInt()).isEqualTo(600);
    assertThat(got.json().get("stale").asBoolean()).isFalse();
    assertThat(leader.get("/api/v1/state/deployment.acme-corp").json().get("cached").asBoolean())
        .isTrue();
    assertThat(leader.get("/api/v1/state?key=deployment.nobody").status()).isEqualTo(404);
  }

  @Test
  void aWriteWithAnOldVersionIsRefused() {
    Answer first = leader.put("/api/v1/state", "{\"key\": \"mine\", \"value\": 1.50}");
    String tag = first.header("ETag");
    assertThat(leader.with("If-None-Match", tag).get("/api/v1/state/mine").status()).isEqualTo(304);
    Rest careful = leader.with("If-Match", tag);
    assertThat(careful.put("/api/v1/state/mine", "{\"value\": 2}").status()).isEqualTo(200);
    assertThat(careful.put("/api/v1/state/mine", "{\"value\": 3}").status()).isEqualTo(412);
    assertThat(leader.get("/api/v1/state/mine").json().get("value").asInt()).isEqualTo(2);
    assertThat(leader.with("If-Match", "x").put("/api/v1/state/mine", "{\"value\": 3}").status())
        .isEqualTo(400);
  }

  @Test
  void theClusterHasOneLeaderAndItsNodes() {
    JsonNode told = follower.get("/api/v1/cluster/status").json();
    assertThat(told.get("cluster_name").asText()).isEqualTo("prod");
    assertThat(told.get("leader_id").asText()).isEqualTo("node-a");
    assertThat(told.get("nodes")).hasSize(2);
    assertThat(told.get("nodes").get(0).get("leader_status").asText()).isEqualTo("leader");
    assertThat(told.get("nodes").get(1).get("leader_status").asText()).isEqualTo("follower");
  }

  @Test
  void clientsAreListedAndShown() {
    assertThat(follower.get("/api/v1/clients").json().get("clients")).hasSize(1);
    assertThat(follower.get("/api/v1/clients/acme-corp").json().get("target_schema").asText())
        .isEqualTo("client_acme_corp");
    assertThat(follower.get("/api/v1/clients/nobody").status()).isEqualTo(404);
  }

  @Test
  void exactlyOneNodeSaysThatItLeads() {
    assertThat(leader.get("/metrics").body()).containsPattern("(?m)^is_leader\\{.*} 1");
    assertThat(follower.get("/metrics").body()).containsPattern("(?m)^is_leader\\{.*} 0");
  }

  @Test
  void aPageOfAnotherSiteMayNotAsk() {
    assertThat(leader.with("Origin", "http://evil.example").get("/api/v1/clients").status())
        .isEqualTo(403);
    assertThat(leader.with("Sec-Fetch-Site", "cross-site").get("/api/v1/clients").status())
        .isEqualTo(403);
    assertThat(leader.with("Origin", leader.url()).get("/api/v1/clients").status()).isEqualTo(200);
  }

  @Test
  void whatThereIsNotIsAProblemDocument() {
    Answer nothing = leader.get("/api/v1/nothing");
    assertThat(nothing.status()).isEqualTo(404);
    assertThat(nothing.json().get("status").asInt()).isEqualTo(404);
    assertThat(leader.delete("/api/v1/clients").status()).isEqualTo(405);
  }
}
