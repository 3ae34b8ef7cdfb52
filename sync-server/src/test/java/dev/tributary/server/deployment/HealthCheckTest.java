package dev.tributary.server.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.server.cli.PemFiles;
import dev.tributary.server.node.TestCluster;
import dev.tributary.server.web.LocalNode;
import dev.tributary.test.PostgresServer;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The health check of a container, of a node that answers nobody without credentials. */
final class HealthCheckTest {
  private static final String DIGEST = "0".repeat(64);

  @TempDir private Path directory;
  private TestCluster cluster;
  private int port;

  @BeforeEach
  void prepare() throws IOException {
    cluster = TestCluster.on(PostgresServer.shared(), directory);
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
  }

  @AfterEach
  void end() {
    cluster.close();
  }

  @Test
  void aNodeWithAllPathsClosedAndTlsIsFoundHealthyByItsOwnCheckAndByNobodyElse() throws Exception {
    PemFiles pem = PemFiles.selfSigned(directory);
    Map<String, String> tls =
        Map.of(
            "TLS_CERTIFICATE", pem.certificate().toString(),
            "TLS_PRIVATE_KEY", pem.key().toString());
    LocalNode node = closedNode(tls);
    try {
      assertThat(check(tls)).isZero();
      Path token = directory.resolve("node-a/health-%d.token".formatted(port));
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(token)))
          .isEqualTo("rw-------");
      Files.writeString(token, "0".repeat(64) + "\n");
      assertThat(check(tls)).as("another token").isNotZero();
      Files.delete(token);
      assertThat(check(tls)).as("none").isNotZero();
    } finally {
      node.close();
    }
    assertThat(check(tls)).as("the node is gone").isNotZero();
  }

  @Test
  void theTokenOfTheCheckOpensHealthAndNothingElse() throws Exception {
    LocalNode node = closedNode(Map.of());
    try {
      assertThat(check(Map.of())).isZero();
      Path file = directory.resolve("node-a/health-%d.token".formatted(port));
      String token = "Bearer " + Files.readString(file).strip();
      assertThat(node.rest().get("/health/ready").status()).isEqualTo(401);
      assertThat(node.rest().with("Authorization", token).get("/health/ready").status())
          .isEqualTo(200);
      assertThat(node.rest().with("Authorization", token).get("/metrics").status()).isEqualTo(401);
      assertThat(node.rest().with("Authorization", token).get("/api/v1/clients").status())
          .isEqualTo(401);
      assertThat(node.rest().with("Authorization", token).post("/health", "{}").status())
          .isIn(401, 403, 405);
    } finally {
      node.close();
    }
  }

  private LocalNode closedNode(Map<String, String> more) throws IOException {
    Path tokens =
        Files.writeString(directory.resolve("tokens"), "somebody viewer sha256:" + DIGEST + "\n");
    Map<String, String> environment = new HashMap<>(more);
    environment.put("TOKENS_FILE", tokens.toString());
    environment.put("OPEN_PATHS", "none");
    environment.put("API_ADDRESS", "127.0.0.1");
    environment.put("API_PORT", Integer.toString(port));
    return LocalNode.start(cluster, "node-a", directory, environment);
  }

  /** Its exit code. */
  private int check(Map<String, String> more) throws Exception {
    ProcessBuilder command =
        new ProcessBuilder("sh", Path.of("docker", "healthcheck.sh").toAbsolutePath().toString())
            .inheritIO();
    command.environment().putAll(more);
    command.environment().put("ROLE", "node-a");
    command.environment().put("API_PORT", Integer.toString(port));
    command.environment().put("TRIBUTARY_HOME", directory.resolve("node-a").toString());
    Process process = command.start();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }
}
