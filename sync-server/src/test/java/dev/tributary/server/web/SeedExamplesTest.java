package dev.tributary.server.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.api.ClusterName;
import dev.tributary.core.internal.jdbc.Database;
import dev.tributary.core.internal.metadata.NodeRoles;
import dev.tributary.server.node.TestCluster;
import dev.tributary.server.web.security.Credentials;
import dev.tributary.test.PostgresServer;
import dev.tributary.test.sqlite.SqliteApp;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the prototype's users have in their scripts goes on to work: against two live nodes, open on
 * the loopback interface and closed with credentials. Only the ports are others.
 */
final class SeedExamplesTest {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String TOKEN = "the-token-of-the-scripts";

  @TempDir private Path directory;
  private TestCluster cluster;
  private final List<LocalNode> nodes = new ArrayList<>();

  private void start(Map<String, String> more) throws Exception {
    cluster = TestCluster.on(PostgresServer.shared(), directory, "prod-host-1");
    new NodeRoles(new Database(cluster.database().connections()))
        .createRole(new ClusterName("prod-host-1"), "sync_service", "secret");
    register("acme-corp");
    register("acme");
    cluster.execute(
        "INSERT INTO sync_metadata.hosts (hostname, cluster_name, last_heartbeat)"
            + " VALUES ('gone', 'old-cluster-name', now() - interval '1 hour')");
    nodes.add(LocalNode.start(cluster, "openwebui-sync-node-a", directory, more));
    authorized(nodes.get(0), more).awaitLeading();
    nodes.add(LocalNode.start(cluster, "openwebui-sync-node-b", directory, more));
    await()
        .atMost(SOON)
        .until(() -> !nodes.get(0).rest().get("/health").json().get("last_sync").isNull());
  }

  private static LocalNode authorized(LocalNode node, Map<String, String> more) {
    return more.isEmpty() ? node : node.withToken(TOKEN);
  }

  private void register(String client) {
    Path file = directory.resolve(client + ".db");
    new SqliteApp(file)
        .run(
            "CREATE TABLE user (id TEXT PRIMARY KEY, updated_at INTEGER)",
            "INSERT INTO user VALUES ('u', 1)");
    cluster.register(client, file);
    cluster.execute(
        "UPDATE sync_metadata.client_deployments SET sync_enabled = true, sync_interval = 300");
  }

  @AfterEach
  void end() {
    nodes.forEach(LocalNode::close);
    cluster.close();
  }

  @Test
  void onOpenNodesTheyWorkAsPrinted() throws Exception {
    start(Map.of());
    for (SeedExample example : SeedExample.all()) {
      run(example, Optional.empty());
    }
    assertThat(SeedExample.all()).hasSize(20);
  }

  @Test
  void onClosedNodesTheyAreRefusedWithoutTheHeaderAndWorkWithIt() throws Exception {
    Path tokens = directory.resolve("tokens");
    Files.writeString(tokens, "scripts operator " + Credentials.secretOf(TOKEN) + "\n");
    start(Map.of("TOKENS_FILE", tokens.toString()));
    for (SeedExample example : SeedExample.all()) {
      if (example.kind().equals("http") && example.text().contains("/api/")) {
        assertThat(ask(example, Optional.empty()).status()).as(example.toString()).isEqualTo(401);
      }
      if (example.kind().equals("http") || example.kind().equals("shell")) {
        run(example, Optional.of(TOKEN));
      }
    }
  }

  private void run(SeedExample example, Optional<String> token) throws Exception {
    switch (example.kind()) {
      case "http" -> http(example, token);
      case "shell" -> shell(example, token);
      case "node" -> assertThat(query(example, cluster.url(cluster.role()), "secret")).isNotNull();
      default -> administrator(example);
    }
  }

  private void http(SeedExample example, Optional<String> token) throws Exception {
    Answer answer = ask(example, token);
    assertThat(answer.status()).as("%s: %s", example, answer).isEqualTo(200);
    requireSameFields(JSON.readTree(example.answer()), answer.json(), example.toString());
    if (example.title().contains("trigger")) {
      assertThat(answer.json().get("sync_id").asText()).matches("sync_\\d{8}_\\d{6}(_\\d{6})?");
      assertThat(answer.json().get("status").asText()).isEqualTo("running");
    }
  }

  private Answer ask(SeedExample example, Optional<String> token) {
    String[] parts = example.request().split("\n\n", 2);
    String[] first = parts[0].lines().findFirst().orElseThrow().split(" ");
    URI printed = URI.create(first[1]);
    Rest rest = node(printed.getPort()).rest();
    Rest caller = token.map(t -> rest.with("Authorization", "Bearer " + t)).orElse(rest);
    String path = printed.getPath() + (printed.getQuery() == null ? "" : "?" + printed.getQuery());
    return switch (first[0]) {
      case "GET" -> caller.get(path);
      case "PUT" -> caller.put(path, parts[1]);
      default -> caller.post(path, parts[1]);
    };
  }

  private LocalNode node(int printedPort) {
    return nodes.get(printedPort == 9443 ? 0 : 1);
  }

  /** All fields that are printed are there, each with a value of the same type. */
  private static void requireSameFields(JsonNode printed, JsonNode told, String where) {
    printed
        .properties()
        .forEach(
            field -> {
              String place = where + " " + field.getKey();
              JsonNode value = told.get(field.getKey());
              assertThat(value).as(place).isNotNull();
              assertThat(value.getNodeType()).as(place).isEqualTo(field.getValue().getNodeType());
              if (field.getValue().isObject()) {
                requireSameFields(field.getValue(), value, place);
              } else if (field.getValue().asText().endsWith("Z")) {
                assertThat(value.asText()).as(place).matches("20\\d\\d-\\d\\d-\\d\\dT[\\d:]{8}Z");
              }
            });
  }

  private void shell(SeedExample example, Optional<String> token) throws Exception {
    String command =
        example
            .text()
            .replace("localhost:9443", URI.create(nodes.get(0).rest().url()).getAuthority())
            .replace("localhost:9444", URI.create(nodes.get(1).rest().url()).getAuthority());
    String header =
        token.map(t -> "curl -sS -H 'Authorization: Bearer " + t + "'").orElse("curl -sS");
    String said = shell(command.replaceFirst("^curl", header), directory);
    if (example.text().endsWith("'.is_leader'")) {
      assertThat(said.strip()).as(example.toString()).isIn("true", "false");
    } else {
      assertThat(JSON.readTree(said).isObject()).as("%s: %s", example, said).isTrue();
    }
    if (example.title().contains("interval")) {
      assertThat(
              cluster.one(
                  "SELECT sync_interval FROM sync_metadata.client_deployments"
                      + " WHERE client_name = 'acme-corp'"))
          .isEqualTo("900");
    }
  }

  private static String shell(String command, Path directory)
      throws IOException, InterruptedException {
    Process process = new ProcessBuilder("sh", "-c", command).directory(directory.toFile()).start();
    String out = new String(process.getInputStream().readAllBytes());
    String err = new String(process.getErrorStream().readAllBytes());
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(command + ": " + err).isZero();
    return out;
  }

  private void administrator(SeedExample example) {
    long term = Long.parseLong(cluster.one("SELECT max(term) FROM sync_metadata.leader_election"));
    List<Map<String, Object>> rows =
        query(
            example,
            cluster.url(PostgresServer.shared().superuser()),
            PostgresServer.shared().password());
    switch (example.title()) {
      case "orphaned hosts" ->
          assertThat(rows).extracting(row -> row.get("hostname")).containsExactly("gone");
      case "no host of it is left", "no lease of it is left" ->
          assertThat(rows.get(0)).containsEntry("count", 0L);
      case "clear stuck lease" ->
          await()
              .atMost(SOON)
              .until(
                  () ->
                      !cluster
                          .query(
                              "SELECT term FROM sync_metadata.leader_election WHERE term > " + term)
                          .isEmpty());
      default -> assertThat(rows).isNotNull();
    }
  }

  private static List<Map<String, Object>> query(SeedExample example, String url, String password) {
    String jdbc = url.replaceFirst("postgresql://([^@]*)@", "jdbc:postgresql://");
    String user = url.replaceFirst("postgresql://([^@]*)@.*", "$1");
    try (Connection connection = DriverManager.getConnection(jdbc, user, password);
        Statement statement = connection.createStatement()) {
      List<Map<String, Object>> rows = new ArrayList<>();
      if (statement.execute(example.text())) {
        try (ResultSet result = statement.getResultSet()) {
          while (result.next()) {
            Map<String, Object> row = new HashMap<>();
            for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
              row.put(result.getMetaData().getColumnLabel(i), result.getObject(i));
            }
            rows.add(row);
          }
        }
      }
      return rows;
    } catch (SQLException e) {
      throw new AssertionError(example + ": " + e.getMessage(), e);
    }
  }
}
