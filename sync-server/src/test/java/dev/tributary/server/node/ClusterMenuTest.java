package dev.tributary.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.server.menu.TmuxTerminal;
import dev.tributary.test.PostgresServer;
import dev.tributary.test.sqlite.SqliteApp;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The menus of the cluster and its nodes, typed on a real terminal, with one pair of real nodes;
 * what they did is asked of the database and of the processes.
 */
@Tag("machine")
final class ClusterMenuTest {
  private static final String NODE_A = "test-host-node-a";
  private static final String NODE_B = "test-host-node-b";
  private static final String TOKEN = "a-token-that-nobody-guesses";
  private static final String HOSTS = "SELECT hostname FROM sync_metadata.hosts ORDER BY 1";
  private static final String MORE = "-- Enter: more, q: back --";

  @TempDir private Path directory;
  private TestCluster cluster;
  private TmuxTerminal terminal;

  @BeforeEach
  void open() throws Exception {
    cluster = TestCluster.on(PostgresServer.shared(), directory);
    byte[] hash =
        MessageDigest.getInstance("SHA-256").digest(TOKEN.getBytes(StandardCharsets.UTF_8));
    String line = "ann admin sha256:" + HexFormat.of().formatHex(hash) + "\n";
    Path tokens = Files.writeString(directory.resolve("tokens"), line);
    cluster.environment().put("TOKENS_FILE", tokens.toString());
    cluster.environment().put("API_ADDRESS", "127.0.0.1");
    terminal =
        TmuxTerminal.start(
            cluster.environment(), "menu", "--data-dir", directory.resolve("menu").toString());
  }

  @AfterEach
  void close() throws Exception {
    terminal.close();
    for (String node : List.of(NODE_A, NODE_B)) {
      if (Files.exists(process(node))) {
        ProcessHandle.of(pid(node)).ifPresent(ProcessHandle::destroyForcibly);
      }
    }
    cluster.close();
  }

  @Test
  void aClusterIsDeployedItsNodesAreManagedAndItIsDeregistered() throws Exception {
    terminal
        .select(4)
        .shows(
            "1) Deploy Sync Cluster",
            "2) View Cluster Health",
            "3) Manage Sync Node A",
            "4) Manage Sync Node B",
            "5) Deregister Cluster",
            "6) Help (Documentation)",
            "7) Return to Main Menu");
    terminal.item(1);
    assertThat(cluster.query(HOSTS)).containsExactly(NODE_A, NODE_B);
    assertThat(isAlive(pid(NODE_A)) && isAlive(pid(NODE_B))).isTrue();
    String leader = cluster.leader().orElseThrow();
    terminal.select(2).shows("> tributary cluster status", "leader", "follower");
    terminal.back();
    readTheDocuments();
    looksAtANode(leader);
    aManualSyncIsAJobOfTheLeader(leader);
    overTheNetwork(leader);
    restartsAndUpdates(leader);
    aDeployedNodeThatRunsIsLeftAlone(stopsTheOneThatLeads());
    deregisters();
  }

  private void readTheDocuments() {
    terminal.select(6).shows("Help (Documentation)", "4) Return to Cluster Menu");
    terminal.select(1).shows("# Tributary").answer(MORE, "q");
    terminal.select(2).shows("# Architecture").answer(MORE, "q");
    terminal.select(3).shows("# Operations").answer(MORE, "q");
    terminal.select(4).shows("7) Return to Main Menu");
  }

  private void looksAtANode(String node) {
    terminal
        .select(node.equals(NODE_A) ? 3 : 4)
        .shows(
            node + " [SYNC NODE]",
            "1) View Cluster Status",
            "2) View Health Check",
            "3) View Container Logs",
            "4) View Live Logs",
            "5) Restart Sync Node",
            "6) Stop Sync Node",
            "7) Update Sync Node",
            "8) Return to Deployment List");
    terminal.select(1).shows("> tributary cluster status", node + " leads");
    terminal.back();
    terminal.select(2).shows("> tributary node status " + node, "running", "active");
    terminal.back();
    terminal.select(3).shows("--lines 50", "serves cluster prod");
    terminal.back();
    terminal.select(4).shows("Ctrl-C ends this.", "--follow").endsWith(" INFO ");
    cluster.execute(
        "SELECT sync_metadata.register_client('prod', 'gone', 'client_gone', '/gone.db', '{}')");
    cluster.execute(
        "UPDATE sync_metadata.client_deployments SET sync_enabled = true, next_sync_at = now()");
    terminal.endsWith("gone");
    terminal.interrupt();
    terminal.back();
    terminal.select(8).select(7);
    cluster.execute("UPDATE sync_metadata.client_deployments SET sync_enabled = false");
  }

  private void aManualSyncIsAJobOfTheLeader(String leader) throws Exception {
    Path file = app();
    terminal.select(3).shows("1) " + NODE_A + " [SYNC NODE]", "2) " + NODE_B + " [SYNC NODE]");
    terminal.shows("3) gone [CLIENT]", "4) A client that is not in the list").select(4);
    terminal.answer("Name of the client (lower case letters, digits, '_' and '-'):", "acme");
    terminal.select(8).select(1).answer("The app's SQLite file:", file.toString());
    terminal.answer("Sync it every (seconds, or 5m, 1h, 1d) [300]:", "1d");
    terminal.back();
    terminal.item(4);
    assertThat(
            cluster.query(
                "SELECT host || ' ' || sync_type || ' ' || status FROM sync_metadata.sync_jobs"
                    + " WHERE client_name = 'acme' AND triggered_by = 'manual-console'"))
        .containsExactly(leader + " full success");
    assertThat(cluster.one("SELECT body FROM client_acme.note")).isEqualTo("one");
    terminal.select(10).select(9).shows("3) acme [CLIENT]", "4) gone [CLIENT]").select(6);
  }

  /** From anywhere, without the database: by the node and its token alone. */
  private void overTheNetwork(String leader) throws Exception {
    String url =
        cluster.one(
            "SELECT api_url FROM sync_metadata.hosts WHERE hostname = '%s'".formatted(leader));
    Path token = Files.writeString(directory.resolve("token"), TOKEN + "\n");
    try (TmuxTerminal elsewhere =
        TmuxTerminal.start(
            Map.of("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none"),
            "menu",
            "--node",
            url,
            "--token-file",
            token.toString())) {
      elsewhere.select(3).shows("1) " + NODE_A + " [SYNC NODE]", "3) acme [CLIENT]").select(3);
      elsewhere.select(8).select(3).shows("> tributary client pause --client acme --node " + url);
      elsewhere.back();
      assertThat(client("status")).isEqualTo("paused");
      elsewhere.select(5).back();
      assertThat(
              cluster.query(
                  "SELECT sync_type || ' ' || status FROM sync_metadata.sync_jobs WHERE client_name"
                      + " = 'acme' AND triggered_by = 'manual-console' ORDER BY requested_at"))
          .containsExactly("full success", "incremental success");
      elsewhere.select(7).shows("manual-console").back();
      elsewhere.select(2).back();
      assertThat(client("sync_enabled")).isEqualTo("t");
      elsewhere.select(10).select(9).select(6).select(4);
      elsewhere.select(2).shows(leader + " leads").back();
      elsewhere.select(1).shows("'tributary cluster deploy' needs the host of the nodes");
      elsewhere.back();
      elsewhere.select(3).select(6).shows("'tributary node stop " + NODE_A + "' needs the host");
      elsewhere.select(8).select(7).select(5).shows("ended with 0");
    }
    assertThat(isAlive(pid(NODE_A)) && isAlive(pid(NODE_B))).isTrue();
  }

  private void restartsAndUpdates(String leader) throws Exception {
    terminal.select(4).select(leader.equals(NODE_A) ? 3 : 4);
    long first = pid(leader);
    terminal.select(5).shows("> tributary node restart " + leader, "> tributary node status ");
    terminal.back();
    assertReplaced(leader, first);

    long second = pid(leader);
    String update = "Update " + leader + " now? [y/N]:";
    terminal.select(7).shows("tributary db upgrade").answer(update, "");
    terminal.select(7).answer(update, "perhaps").shows("Nothing was changed.");
    assertThat(pid(leader)).isEqualTo(second);
    assertThat(isAlive(second)).isTrue();
    terminal.select(7).answer(update, "y").shows("> tributary node update " + leader);
    terminal.back();
    assertReplaced(leader, second);

    terminal.select(8);
  }

  /** Returns the one that leads then. */
  private String stopsTheOneThatLeads() throws Exception {
    await().atMost(Duration.ofSeconds(20)).until(() -> cluster.leader().isPresent());
    String leader = cluster.leader().orElseThrow();
    long process = pid(leader);
    terminal.select(leader.equals(NODE_A) ? 3 : 4);
    terminal.select(6).shows(leader + " leads the cluster: the other node takes over");
    terminal.answer("Type 'stop' to confirm:", "no").shows("Nothing was changed.");
    assertThat(isAlive(process)).isTrue();
    terminal.select(6).answer("Type 'stop' to confirm:", "stop");
    terminal.back();
    assertThat(isAlive(process)).isFalse();
    terminal.select(2).shows("stopped");
    terminal.back();
    terminal.select(8);
    String other = leader.equals(NODE_A) ? NODE_B : NODE_A;
    await()
        .atMost(Duration.ofSeconds(20))
        .untilAsserted(() -> assertThat(cluster.leader()).contains(other));
    return other;
  }

  private void assertReplaced(String node, long before) throws Exception {
    assertThat(isAlive(before)).isFalse();
    assertThat(pid(node)).isNotEqualTo(before);
    assertThat(isAlive(pid(node))).isTrue();
  }

  private void aDeployedNodeThatRunsIsLeftAlone(String runs) throws Exception {
    long before = pid(runs);
    terminal.item(1);
    assertThat(pid(runs)).isEqualTo(before);
    assertThat(isAlive(pid(NODE_A)) && isAlive(pid(NODE_B))).isTrue();
  }

  private void deregisters() throws Exception {
    terminal.select(5).shows("still syncs: acme");
    terminal.back();
    cluster.execute("UPDATE sync_metadata.client_deployments SET sync_enabled = false");
    terminal.select(5).answer("Type DEREGISTER to confirm:", "deregister");
    terminal.back();
    terminal.select(5).giveUp("Type DEREGISTER to confirm:", "C-c");
    terminal.back();
    assertThat(cluster.query(HOSTS)).containsExactly(NODE_A, NODE_B);
    assertThat(isAlive(pid(NODE_A)) && isAlive(pid(NODE_B))).isTrue();

    terminal.select(5).answer("Type DEREGISTER to confirm:", "DEREGISTER");
    terminal.back();
    assertThat(isAlive(pid(NODE_A)) || isAlive(pid(NODE_B))).isFalse();
    for (String table : List.of("hosts", "leader_election", "client_deployments")) {
      assertThat(cluster.one("SELECT count(*) FROM sync_metadata." + table)).isEqualTo("0");
    }
    assertThat(cluster.one("SELECT body FROM client_acme.note")).isEqualTo("one");
    terminal.select(3).shows("No node of this cluster has a name that ends with node-a");
    terminal.select(7).select(3).shows("1) A client that is not in the list");
  }

  private Path process(String node) {
    return directory.resolve("menu/nodes/" + node + "/process");
  }

  private long pid(String node) throws Exception {
    return Long.parseLong(Files.readString(process(node)).split(" ")[0]);
  }

  /** One that ended has no program any more, also before process 1 has asked how it ended. */
  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .flatMap(process -> process.info().command())
        .isPresent();
  }

  private String client(String expression) {
    return cluster.one(
        "SELECT %s FROM sync_metadata.client_deployments WHERE client_name = 'acme'"
            .formatted(expression));
  }

  private Path app() {
    return new SqliteApp(directory.resolve("acme.db"))
        .run(
            "CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT)",
            "INSERT INTO note VALUES (1, 'one')")
        .file();
  }
}
