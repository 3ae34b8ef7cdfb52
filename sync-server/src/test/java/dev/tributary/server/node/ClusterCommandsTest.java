package dev.tributary.server.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.server.cli.CommandRun;
import dev.tributary.test.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A cluster of real nodes from its deployment to its end, by commands. */
final class ClusterCommandsTest {
  private static final String NODE_A = "test-host-node-a";
  private static final String NODE_B = "test-host-node-b";

  @TempDir Path directory;
  private TestCluster cluster;

  @BeforeEach
  void open() {
    cluster = TestCluster.on(PostgresServer.shared(), directory);
  }

  @AfterEach
  void close() throws IOException {
    endProcesses();
    cluster.close();
  }

  /** Whatever failed, no process of this test stays. */
  private void endProcesses() throws IOException {
    Path nodes = directory.resolve("command").resolve("nodes");
    for (String node : List.of(NODE_A, NODE_B)) {
      Path process = nodes.resolve(node).resolve("process");
      if (Files.exists(process)) {
        long pid = Long.parseLong(Files.readString(process).split(" ")[0]);
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
      }
    }
  }

  private CommandRun json(String... words) {
    return cluster.command(
        Stream.concat(Stream.of(words), Stream.of("--json")).toArray(String[]::new));
  }

  @Test
  void aPairIsDeployedLookedAtAndRemoved() {
    JsonNode deployed = json("cluster", "deploy", "--control", "process").exits(0).json();
    assertThat(deployed.get("leader_id").asText()).isIn(NODE_A, NODE_B);
    assertThat(deployed.get("nodes")).hasSize(2);
    assertThat(json("cluster", "status").exits(0).json().get("leader_id"))
        .isEqualTo(deployed.get("leader_id"));
    JsonNode status = json("node", "status", NODE_A).exits(0).json();
    assertThat(status.get("state").asText()).isEqualTo("running");
    assertThat(status.get("standing").asText()).isEqualTo("active");
    assertThat(status.get("detail").asText()).startsWith("process ");
    assertThat(cluster.command("node", "logs", NODE_B, "--lines", "200").exits(0).out())
        .contains("test-host-node-b");

    assertThat(json("node", "stop", NODE_A).exits(0).json().get("state").asText())
        .isEqualTo("stopped");

    cluster.register("acme", Path.of("/acme.db"));
    cluster.execute("UPDATE sync_metadata.client_deployments SET sync_enabled = true");
    cluster
        .command("cluster", "deregister", "--confirm", "DEREGISTER")
        .failsWith("still syncs: acme (active", "pause", "move", "deregister");
    cluster.execute(
        "UPDATE sync_metadata.client_deployments SET sync_enabled = false, status = 'paused'");
    CommandRun removed = json("cluster", "deregister", "--confirm", "DEREGISTER").exits(0);
    assertThat(removed.err()).contains("warning: client acme (paused", "stopping node " + NODE_B);
    assertThat(removed.json().at("/removed/hosts").asLong()).isEqualTo(2);
    assertThat(removed.json().at("/clients/0").asText()).isEqualTo("acme");
    assertThat(json("node", "status", NODE_B).exits(2).json().get("state").asText())
        .isEqualTo("stopped");
    assertThat(cluster.query("SELECT 1 FROM sync_metadata.hosts")).isEmpty();
    assertThat(cluster.query("SELECT 1 FROM sync_metadata.leader_election")).isEmpty();
  }
}
