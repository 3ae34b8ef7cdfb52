package dev.tributary.server.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.server.node.NodeProcess;
import dev.tributary.server.node.TestCluster;
import dev.tributary.server.web.Answer;
import dev.tributary.server.web.Rest;
import dev.tributary.test.PostgresServer;
import dev.tributary.test.sqlite.SqliteApp;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The node as it is shipped, from its launcher on. The installation has no sources, as in the
 * image, so nothing is built; it is tested after the phase package, which makes the jar.
 */
final class ShippedNodeIT {
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final String JAVA = System.getProperty("java.version");
  private static final Path PACKAGED = Path.of("target", "tributary").toAbsolutePath();

  @TempDir private Path directory;
  private Path root;
  private Path app;

  @Test
  void itLeadsSyncsAndGivesTheLeaseBackWhenItIsStopped() throws Exception {
    install();
    try (TestCluster cluster = TestCluster.on(PostgresServer.shared(), directory)) {
      register(cluster);
      try (NodeProcess node = NodeProcess.start("node-a", serve(cluster), directory)) {
        node.awaitServing();
        assertItLeads(node);
        assertItSyncs(node, cluster);
        node.terminate();
        assertThat(node.exitCode()).as(node.log()).isZero();
      }
      assertThat(cluster.leader()).as("the lease is given back, not run out").isEmpty();
      assertThat(cluster.one("SELECT status FROM sync_metadata.hosts")).isEqualTo("offline");
      assertThat(cluster.one("SELECT version FROM sync_metadata.hosts")).matches("\\d+\\.\\d+.*");
    }
    assertThat(app.resolve("build.log")).doesNotExist();
  }

  private void install() throws IOException {
    root = directory.toRealPath().resolve("opt");
    app = root.resolve("sync-server/target/tributary");
    Files.createDirectories(app.resolve("lib"));
    Files.copy(Path.of("..", "tributary"), root.resolve("tributary"));
    Files.copy(PACKAGED.resolve("tributary.jar"), app.resolve("tributary.jar"));
    try (DirectoryStream<Path> libraries = Files.newDirectoryStream(PACKAGED.resolve("lib"))) {
      for (Path library : libraries) {
        Files.copy(library, app.resolve("lib").resolve(library.getFileName()));
      }
    }
    Files.createFile(app.resolve("built"));
    // Empty archives are not made: they save time at later starts, and there is none here.
    Files.createFile(app.resolve("tributary-%s.jsa".formatted(JAVA)));
    Files.createFile(app.resolve("node-%s.jsa".formatted(JAVA)));
  }

  private void register(TestCluster cluster) {
    Path file = directory.resolve("acme.db");
    new SqliteApp(file)
        .run(
            "CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT)",
            "INSERT INTO note VALUES (1, 'one'), (2, 'two')");
    cluster.register("acme", file);
  }

  private ProcessBuilder serve(TestCluster cluster) {
    ProcessBuilder command =
        new ProcessBuilder(
            root.resolve("tributary").toString(),
            "serve",
            "--data-dir",
            directory.resolve("node-a").toString());
    String path = System.getenv("PATH");
    command.environment().clear();
    command.environment().put("PATH", path);
    command.environment().put("JAVA_HOME", System.getProperty("java.home"));
    command.environment().putAll(cluster.environment());
    command.environment().put("NODE_NAME", "node-a");
    command.environment().put("LEASE_DURATION", "60");
    return command;
  }

  private void assertItLeads(NodeProcess node) {
    await().atMost(SOON).until(() -> node.health().leads());
    NodeProcess.Health health = node.health();
    assertThat(health.status()).isEqualTo(200);
    assertThat(health.document().get("status").asText()).isEqualTo("healthy");
    assertThat(health.document().get("leader_id").asText()).isEqualTo("node-a");
    assertThat(ProcessHandle.of(node.pid()).orElseThrow().info().commandLine().orElseThrow())
        .contains("-jar " + app.resolve("tributary.jar") + " serve");
  }

  private static void assertItSyncs(NodeProcess node, TestCluster cluster) {
    Rest rest = Rest.of(node.address());
    Answer asked = rest.post("/api/v1/sync/trigger", "{\"client_name\": \"acme\"}");
    assertThat(asked.status()).as(asked.toString()).isEqualTo(200);
    String job = "/api/v1/sync/jobs/" + asked.json().get("sync_id").asText();
    await().atMost(SOON).until(() -> rest.get(job).json().get("status").asText().equals("success"));
    assertThat(cluster.query("SELECT body FROM client_acme.note ORDER BY id"))
        .containsExactly("one", "two");
  }
}
