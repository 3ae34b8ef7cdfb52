package dev.tributary.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.server.node.TestCluster;
import dev.tributary.test.PostgresServer;
import dev.tributary.test.sqlite.SqliteApp;
import java.io.BufferedReader;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
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
    new SqliteApp(file)
        .run(
            "CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT)",
            "INSERT INTO note VALUES (1, 'one')");
    cluster.register("acme-corp", file);
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
  void whatChangedSinceAnAnswerIsAskedForWithItsMark() {
    Rest rest = leader;
    rest.put("/api/v1/state/feed.old", "{\"value\": 1}");
    String begin = rest.get("/api/v1/state?prefix=feed.&since=").json().get("since").asText();
    rest.put("/api/v1/state/feed.new", "{\"value\": 2}");
    rest.put("/api/v1/state/food", "{\"value\": 2}");
    rest.delete("/api/v1/state/feed.new");
    JsonNode since = follower.get("/api/v1/state?prefix=feed.&since=" + begin).json();
    assertThat(since.get("all").asBoolean()).isFalse();
    assertThat(since.get("entries").findValuesAsText("key")).contains("feed.new");
    assertThat(since.get("entries").findValuesAsText("key")).doesNotContain("food");
    for (JsonNode entry : since.get("entries")) {
      if (entry.get("key").asText().equals("feed.new")) {
        assertThat(entry.get("deleted").asBoolean()).isTrue();
        assertThat(entry.get("version").asLong()).isEqualTo(2);
      }
    }
    JsonNode other = rest.get("/api/v1/state?prefix=feed.&since=1.0").json();
    assertThat(other.get("all").asBoolean()).as("a mark of another database").isTrue();
    assertThat(other.get("entries").findValuesAsText("key")).contains("feed.old", "feed.new");
    for (String bad : List.of("x", "1", "-1.a", "1.xyz", "99999999999999999999.a")) {
      Answer refused = rest.get("/api/v1/state?since=" + bad);
      assertThat(refused.status()).as(bad).isEqualTo(400);
      assertThat(refused.json().get("field").asText()).isEqualTo("since");
    }
  }

  /** Head and body in one piece: half the system calls, and a client can tell a cut answer. */
  @Test
  void anAnswerTellsItsLength() {
    for (String path : List.of("/health", "/api/v1/clients", "/api/v1/clients/nobody")) {
      Answer answer = leader.get(path);
      assertThat(answer.header("Content-Length"))
          .as(path)
          .isEqualTo(Integer.toString(answer.body().length()));
      assertThat(answer.header("Transfer-Encoding")).as(path).isEmpty();
    }
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

  /** With them, each event used to wait for ten seconds and more. */
  @Test
  @Timeout(90)
  void listenersWhoTakeNothingHoldUpNobody() throws Exception {
    List<EventSocket> silent = new ArrayList<>();
    try {
      for (int i = 0; i < 3; i++) {
        silent.add(EventSocket.open(follower));
      }
      try (InputStream events = listening(follower);
          BufferedReader lines =
              new BufferedReader(new InputStreamReader(events, StandardCharsets.US_ASCII))) {
        assertThat(lines.readLine()).isEqualTo(":listening");
        long began = System.nanoTime();
        flood(400);
        int heard = 0;
        while (heard < 400) {
          heard += lines.readLine().contains("\"flood\"") ? 1 : 0;
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
      }
    } finally {
      for (EventSocket one : silent) {
        one.close();
      }
    }
  }

  private static InputStream listening(Rest node) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(node.url() + "/api/v1/events")).build(),
            HttpResponse.BodyHandlers.ofInputStream())
        .body();
  }

  /** As many jobs at once, together more than a connection holds that nobody reads: 2.3 MB. */
  private static void flood(int jobs) {
    cluster.execute(
        """
        INSERT INTO sync_metadata.sync_jobs
          (cluster_name, client_name, status, completed_at, error_message)
        SELECT 'prod', 'flood', 'failed', clock_timestamp(), repeat('x', 8000)
          FROM generate_series(1, %d)
        """
            .formatted(jobs));
  }

  @Test
  void moreListenersThanThereIsPlaceForAreToldSo() throws Exception {
    List<EventSocket> many = new ArrayList<>();
    try {
      for (int i = 0; i < 50; i++) {
        many.add(EventSocket.open(leader));
      }
      Answer answer = leader.get("/api/v1/events");
      assertThat(answer.status()).isEqualTo(503);
      assertThat(answer.json().get("detail").asText()).isEqualTo("50 listen already");
      assertThat(leader.get("/api/v1/clients").status()).isEqualTo(200);
    } finally {
      for (EventSocket one : many) {
        one.close();
      }
    }
  }

  @Test
  @Timeout(30)
  void whoComesBackTooLateIsToldThatHeMissedSomething() throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(follower.url() + "/api/v1/events"))
            .header("Last-Event-ID", "7")
            .build();
    try (InputStream events =
            HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofInputStream())
                .body();
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(events, StandardCharsets.US_ASCII))) {
      assertThat(lines.readLine()).matches("id:\\d{13,15}");
      assertThat(lines.readLine()).isEqualTo("event:gap");
    }
  }

  @Test
  void twoProcessesOfOneNameSayThatOfEachOtherAndOneOfThemLeads() {
    TestCluster twins = cluster.beside("twins");
    LocalNode first = LocalNode.start(twins, "twin", directory.resolve("one")).awaitLeading();
    try {
      LocalNode second = LocalNode.start(twins, "twin", directory.resolve("two"));
      try {
        await().atMost(SOON).until(() -> hasTwin(first) && hasTwin(second));
        assertThat(leads(first)).isTrue();
        assertThat(leads(second)).isFalse();
      } finally {
        second.close();
      }
      await().atMost(SOON).until(() -> !hasTwin(first));
      assertThat(leads(first)).as("its twin gave nothing up but itself").isTrue();
    } finally {
      first.close();
    }
  }

  private static boolean hasTwin(LocalNode node) {
    JsonNode health = node.rest().get("/health").json();
    return health.get("status").asText().equals("degraded")
        && health
            .get("reasons")
            .toString()
            .contains("another process serves under this node's name, on host test-host, http://");
  }

  private static boolean leads(LocalNode node) {
    return node.rest().get("/health").json().get("is_leader").asBoolean();
  }
}
