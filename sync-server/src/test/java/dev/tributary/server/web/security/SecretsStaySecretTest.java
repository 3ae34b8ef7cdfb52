package dev.tributary.server.web.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.server.cli.CommandRun;
import dev.tributary.server.node.NodeProcess;
import dev.tributary.server.node.TestCluster;
import dev.tributary.server.web.Rest;
import dev.tributary.test.PostgresServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A password and a token that are planted wherever a node can be told them are seen nowhere. */
final class SecretsStaySecretTest {
  private static final String PASSWORD = "pl4nted-Passw0rd";
  private static final String TOKEN = "pl4nted-Tok3n-of-the-operator";

  @TempDir private Path directory;

  @Test
  void nothingThatANodeSaysHoldsThem() throws Exception {
    try (TestCluster cluster = TestCluster.on(PostgresServer.shared(), directory)) {
      cluster.execute("ALTER ROLE %s PASSWORD '%s'".formatted(cluster.role(), PASSWORD));
      Map<String, String> environment = planted(cluster);
      NodeProcess node = NodeProcess.start("node-a", environment, directory);
      List<String> said = new ArrayList<>();
      try (node) {
        node.awaitServing();
        Rest rest = Rest.of(node.address());
        Rest operator = rest.with("Authorization", "Bearer " + TOKEN);
        await()
            .atMost(Duration.ofSeconds(20))
            .until(() -> rest.get("/health").json().get("is_leader").asBoolean());
        for (String path :
            List.of(
                "/health",
                "/metrics",
                "/api/v1/clients",
                "/api/v1/cluster/status",
                "/api/v1/sync/jobs",
                "/api/v1/state",
                "/api/v1/state?key=" + "x".repeat(300),
                "/openapi.json",
                "/nothing")) {
          said.add(operator.get(path).toString());
        }
        said.add(operator.put("/api/v1/state", "{\"key\": \"k\", \"value\": 1}").toString());
        said.add(operator.post("/api/v1/clients", "{}").toString());
        said.add(rest.with("Authorization", "Bearer x" + TOKEN).get("/api/v1/clients").toString());
        said.add(Files.readString(Path.of("/proc/" + node.pid() + "/cmdline")));
        node.terminate();
        node.exitCode();
      }
      said.add(node.log());
      said.addAll(cluster.query("SELECT a::text FROM sync_metadata.audit_log a"));
      said.addAll(cluster.query("SELECT h::text FROM sync_metadata.hosts h"));
      said.add(printed(environment));
      said.add(refused(environment));
      assertThat(said.toString()).contains("the-operator", "PUT /api/v1/state", "***");
      assertThat(said).noneMatch(text -> text.contains(PASSWORD) || text.contains(TOKEN));
    }
  }

  private Map<String, String> planted(TestCluster cluster) throws Exception {
    Path secrets = Files.createDirectory(directory.resolve("secrets"));
    Files.writeString(secrets.resolve("database_password"), PASSWORD + "\n");
    Path tokens = directory.resolve("tokens");
    Files.writeString(tokens, "the-operator operator " + Credentials.secretOf(TOKEN) + "\n");
    Map<String, String> environment = new HashMap<>(cluster.environment());
    environment.remove("DATABASE_PASSWORD_FILE");
    environment.put(
        "DATABASE_URL", environment.get("DATABASE_URL").replace("@", ":" + PASSWORD + "@"));
    environment.put("SECRETS_DIRECTORY", secrets.toString());
    environment.put("TOKENS_FILE", tokens.toString());
    environment.put("LOG_LEVEL", "debug");
    return environment;
  }

  private String printed(Map<String, String> environment) {
    CommandRun run = CommandRun.with(environment, "serve", "--print-config").exits(0);
    return run.out() + run.err();
  }

  /** An error that has the address at hand. */
  private String refused(Map<String, String> environment) {
    Map<String, String> wrong = new HashMap<>(environment);
    wrong.put("CLUSTER_NAME", "staging");
    CommandRun run =
        CommandRun.with(wrong, "serve", "--data-dir", directory.resolve("x").toString());
    return run.out() + run.err();
  }
}
