package dev.tributary.server.web.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.server.node.TestCluster;
import dev.tributary.server.web.Answer;
import dev.tributary.server.web.LocalNode;
import dev.tributary.server.web.Rest;
import dev.tributary.test.PostgresServer;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A node with credentials answers nobody else. */
final class ClosedNodeTest {
  private static final String SCHEDULE =
      "{\"key\": \"deployment.acme\", \"value\": {\"sync_interval\": 600}}";

  @TempDir private static Path directory;
  private static TestCluster cluster;
  private static LocalNode node;
  private static Path tokens;
  private static Rest stranger;

  @BeforeAll
  static void start() throws Exception {
    cluster = TestCluster.on(PostgresServer.shared(), directory);
    cluster.register("acme", Path.of("/tmp/a.db"));
    tokens = directory.resolve("tokens");
    writeTokens("viewer", "operator", "admin");
    node = LocalNode.start(cluster, "node-a", directory, Map.of("TOKENS_FILE", tokens.toString()));
    node.withToken("token-of-viewer").awaitLeading();
    stranger = node.rest().plain();
  }

  private static void writeTokens(String... roles) throws Exception {
    StringBuilder lines = new StringBuilder("# who may ask\n");
    for (String role : roles) {
      lines.append(
          "the-%s %s %s\n".formatted(role, role, Credentials.secretOf("token-of-" + role)));
    }
    Files.writeString(tokens, lines);
  }

  @AfterAll
  static void end() {
    node.close();
    cluster.close();
  }

  private static Rest as(String role) {
    return stranger.with("Authorization", "Bearer token-of-" + role);
  }

  @Test
  void aStrangerReadsHealthAndMetricsAndNothingElse() {
    assertThat(stranger.get("/health").status()).isEqualTo(200);
    assertThat(stranger.get("/health/live").status()).isEqualTo(200);
    assertThat(stranger.get("/metrics").status()).isEqualTo(200);
    for (String path :
        List.of(
            "/api/v1/state?key=deployment.acme",
            "/api/v1/clients",
            "/api/v1/clients/acme",
            "/api/v1/sync/jobs",
            "/api/v1/conflicts",
            "/api/v1/quarantine",
            "/api/v1/clients/acme/drift",
            "/api/v1/cluster/status",
            "/api/v1/events",
            "/openapi.json",
            "/api/v1/nothing",
            "/health/../api/v1/clients",
            "/health;x/../api/v1/clients",
            "//api/v1/clients",
            "/api/v1/clients/",
            "/API/v1/clients",
            "/console/..%2fapi/v1/clients")) {
      assertThat(stranger.get(path).status()).as(path).isIn(400, 401);
    }
    assertThat(stranger.put("/api/v1/state", SCHEDULE).status()).isEqualTo(401);
    assertThat(stranger.post("/api/v1/sync/trigger", "{\"client_name\": \"acme\"}").status())
        .isEqualTo(401);
    assertThat(stranger.delete("/api/v1/state/x").status()).isEqualTo(401);
    assertThat(cluster.one("SELECT sync_interval FROM sync_metadata.client_deployments"))
        .isNotEqualTo("600");
  }

  @Test
  void whoIsNotKnownIsToldHowToAsk() {
    Answer answer = stranger.get("/api/v1/clients");
    assertThat(answer.header("WWW-Authenticate")).startsWith("Bearer");
    assertThat(answer.header("Content-Type")).isEqualTo("application/problem+json");
    assertThat(answer.json().get("way_out").asText()).contains("Authorization: Bearer TOKEN");
    assertThat(answer.header("X-Request-Id")).matches("[0-9a-f]{16}");
  }

  @Test
  void aViewerReadsAndDoesNotOperateAndAnOperatorDoesNotAdministrate() {
    assertThat(as("viewer").get("/api/v1/clients").status()).isEqualTo(200);
    assertThat(as("viewer").put("/api/v1/state", SCHEDULE).status()).isEqualTo(403);
    assertThat(as("viewer").post("/api/v1/sync/trigger", "{}").status()).isEqualTo(403);
    assertThat(as("operator").put("/api/v1/state", "{}").status()).isEqualTo(400);
    assertThat(as("operator").post("/api/v1/clients", "{}").status()).isEqualTo(403);
    assertThat(as("operator").post("/api/v1/clients/acme/deregister", "{}").status())
        .isEqualTo(403);
    assertThat(as("admin").post("/api/v1/clients/acme/deregister", "{}").status()).isEqualTo(400);
    assertThat(as("operator").post("/api/v1/cluster/deregister", "{}").status()).isEqualTo(403);
    assertThat(as("admin").post("/api/v1/cluster/deregister", "{}").status()).isEqualTo(400);
  }

  @Test
  void eachChangeStandsInTheAuditLogWithItsAuthor() {
    Answer put =
        as("operator")
            .with("X-Request-Id", "my-request-7")
            .put("/api/v1/state", "{\"key\": \"mine\", \"value\": 1}");
    assertThat(put.status()).as(put.toString()).isEqualTo(200);
    assertThat(put.header("X-Request-Id")).isEqualTo("my-request-7");
    assertThat(entry("my-request-7")).isEqualTo("the-operator PUT /api/v1/state, - mine");
  }

  @Test
  void theAuditLogNamesTheClientAlsoWhereTheBodyDoes() {
    Rest operator = as("operator");
    operator
        .with("X-Request-Id", "my-request-8")
        .post("/api/v1/sync/trigger", "{\"client_name\": \"acme\"}");
    operator
        .with("X-Request-Id", "my-request-9")
        .put("/api/v1/state", SCHEDULE.replace("600", "900"));
    assertThat(entry("my-request-8")).isEqualTo("the-operator POST /api/v1/sync/trigger, acme -");
    assertThat(entry("my-request-9"))
        .isEqualTo("the-operator PUT /api/v1/state, acme deployment.acme");
  }

  private static String entry(String request) {
    return cluster.one(
        """
        SELECT actor || ' ' || action || ', ' || coalesce(client_name, '-') || ' '
               || coalesce(details ->> 'key', '-')
          FROM sync_metadata.audit_log WHERE details ->> 'request_id' = '%s'
        """
            .formatted(request));
  }

  @Test
  void aFileOfTokensIsReadAgainAndABadOneChangesNothing() throws Exception {
    writeTokens("viewer", "operator", "admin", "admin2");
    String line = "late viewer " + Credentials.secretOf("token-of-late") + "\n";
    writeTokens("viewer", "operator", "admin");
    Files.writeString(tokens, line, StandardOpenOption.APPEND);
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> as("late").get("/api/v1/clients").status() == 200);
    Files.writeString(tokens, "somebody owner sha256:00\n");
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> stranger.get("/health").body().contains("TOKENS_FILE"));
    assertThat(stranger.get("/health").json().get("reasons").toString())
        .contains("line 1", "'owner' is no role")
        .doesNotContain("sha256:00");
    assertThat(as("late").get("/api/v1/clients").status()).isEqualTo(200);
    writeTokens("viewer", "operator", "admin");
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> as("late").get("/api/v1/clients").status() >= 401);
    assertThat(stranger.get("/health").body()).doesNotContain("TOKENS_FILE");
  }

  @Test
  void strangersWhoSendNoBodyDoNotTakeAllThreads() throws Exception {
    List<Socket> silent = new ArrayList<>();
    try {
      for (int i = 0; i < 40; i++) { // the node has 16 threads
        Socket socket = new Socket("127.0.0.1", URI.create(stranger.url()).getPort());
        silent.add(socket);
        String headers =
            (i % 2 == 0 ? "PUT /api/v1/state" : "GET /health")
                + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: 100000\r\n\r\n{";
        socket.getOutputStream().write(headers.getBytes(StandardCharsets.US_ASCII));
      }
      long began = System.nanoTime();
      for (int i = 0; i < 20; i++) {
        assertThat(stranger.get("/health/live").status()).isEqualTo(200);
      }
      // The web server itself waits for 10 s.
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    } finally {
      for (Socket socket : silent) {
        socket.close();
      }
    }
  }

  /** Both ways: a token that is gone ends the stream, one that stays does not. */
  @Test
  @Timeout(60)
  void aStreamOfEventsEndsWhenItsTokenDoes() throws Exception {
    Files.writeString(
        tokens,
        "guest viewer " + Credentials.secretOf("token-of-guest") + "\n",
        StandardOpenOption.APPEND);
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> as("guest").get("/api/v1/clients").status() == 200);
    InputStream gone = listen("guest");
    InputStream stays = listen("viewer");
    writeTokens("viewer", "operator", "admin");
    assertThat(new String(gone.readAllBytes(), StandardCharsets.UTF_8)).contains("listening");
    assertThat(as("guest").get("/api/v1/events").status()).isIn(401, 429);
    as("operator").post("/api/v1/sync/trigger", "{\"client_name\": \"acme\"}");
    assertThat(new String(stays.readNBytes(100), StandardCharsets.UTF_8)).contains("event:job");
    stays.close();
  }

  private static InputStream listen(String role) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(stranger.url() + "/api/v1/events"))
            .header("Authorization", "Bearer token-of-" + role)
            .build();
    return HttpClient.newHttpClient()
        .sendAsync(request, HttpResponse.BodyHandlers.ofInputStream())
        .get(10, TimeUnit.SECONDS)
        .body();
  }

  @Test
  void whoTriesManyTokensIsToldToWaitAndAValidOneStillWorks() {
    int last = 0;
    for (int i = 0; i < 15; i++) {
      last = as("guess" + i).get("/api/v1/clients").status();
    }
    assertThat(last).isEqualTo(429);
    assertThat(as("viewer").get("/api/v1/clients").status()).isEqualTo(200);
  }
}
