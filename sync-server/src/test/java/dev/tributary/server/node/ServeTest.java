package dev.tributary.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.server.cli.CommandRun;
import dev.tributary.test.PostgresServer;
import dev.tributary.test.sqlite.SqliteApp;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes and commands as processes: who does what is asked for. */
final class ServeTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir private Path directory;
  private TestCluster cluster;
  private Path file;
  private SqliteApp app;

  @BeforeEach
  void open() throws Exception {
    cluster = TestCluster.on(PostgresServer.shared(), directory);
    file = directory.resolve("acme.db");
    app = new SqliteApp(file);
    app.run(
        "CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT)",
        "INSERT INTO note VALUES (1, 'one')");
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void aNodeSyncsWhatIsDueAnswersHealthAndDoesWhatCommandsAskFor() throws Exception {
    register("--interval", "1", "--start");
    NodeProcess node = cluster.start("node-a").awaitServing();
    awaitRows(1);
    // What health tells is a second old at most.
    await()
        .atMost(SOON)
        .until(
            () -> node.health().leads() && node.health().document().get("last_sync").isTextual());
    NodeProcess.Health health = node.health();
    assertThat(health.status()).isEqualTo(200);
    JsonNode told = health.document();
    assertThat(told.get("status").asText()).isEqualTo("healthy");
    assertThat(told.get("leader_id").asText()).isEqualTo("node-a");
    assertThat(told.get("cluster_name").asText()).isEqualTo("prod");
    assertThat(told.get("uptime_seconds").asLong()).isNotNegative();
    assertThat(told.get("last_sync").asText()).matches("20\\d\\d-\\d\\d-\\d\\dT[0-9:]{8}Z");
    assertThat(told.get("term").asLong()).isEqualTo(1);
    assertThat(told.get("mode").asText()).isEqualTo("listen");
    assertThat(told.get("reasons")).isEmpty();
    app.run("INSERT INTO note VALUES (2, 'two')");
    awaitRows(2);

    cluster.command("state", "put", "deployment.acme", "{\"sync_interval\": 3600}").exits(0);
    CommandRun status = cluster.command("client", "status", "--client", "acme", "--json").exits(0);
    assertThat(status.json().get("clients").get(0).get("sync_interval").asLong()).isEqualTo(3600L);
    cluster.command("client", "pause", "--client", "acme").exits(0);
    app.run("INSERT INTO note VALUES (3, 'three')");
    CommandRun synced = cluster.command("client", "sync", "--client", "acme", "--json").exits(0);
    assertThat(synced.json().get("rows_changed").asLong()).isEqualTo(1);
    assertThat(synced.err()).contains("node node-a leads the cluster and does this as sync_");
    assertThat(cluster.one("SELECT host FROM sync_metadata.sync_jobs ORDER BY started_at DESC"))
        .isEqualTo("node-a");

    node.terminate();
    assertThat(node.exitCode()).isZero();
    assertThat(cluster.leader()).isEmpty();
    assertThat(cluster.one("SELECT status FROM sync_metadata.hosts")).isEqualTo("offline");
  }

  @Test
  void aCommandGetsTheSameAnswerWhoeverDoesTheWork() throws Exception {
    CommandRun alone = sync("alone");
    NodeProcess node = cluster.start("node-a").awaitServing();
    await().atMost(SOON).until(() -> node.health().leads());
    Path second = directory.resolve("second.db");
    java.nio.file.Files.copy(file, second);
    CommandRun handed =
        cluster.command("sync", "--source", second.toString(), "--client", "handed", "--json");
    assertThat(handed.exits(0).err()).contains("node-a leads");
    for (String field : List.of("outcome", "rows_read", "rows_changed", "tables", "notes")) {
      assertThat(handed.json().get(field)).as(field).isEqualTo(alone.json().get(field));
    }
    cluster
        .command("restore", "--client", "handed", "--to", directory.resolve("back.db").toString())
        .exits(0);
    cluster.execute("UPDATE client_handed.note SET body = 'touched'");
    CommandRun repaired =
        cluster.command(
            "verify", "--client", "handed", "--source", second.toString(), "--repair", "--json");
    assertThat(repaired.json().get("differences").asLong()).isEqualTo(1);
    assertThat(repaired.err()).contains("node-a leads");
  }

  private CommandRun sync(String client) {
    return cluster
        .command("sync", "--source", file.toString(), "--client", client, "--json")
        .exits(0);
  }

  @Test
  void aCommandWhoseLeaderDiesDoesTheWorkItself() throws Exception {
    NodeProcess node = cluster.start("node-a").awaitServing();
    await().atMost(SOON).until(() -> node.health().leads());
    node.freeze();
    Process command =
        CommandRun.start(
                cluster.environment(),
                List.of(),
                "sync",
                "--source",
                file.toString(),
                "--client",
                "acme",
                "--data-dir",
                directory.resolve("other").toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("out").toFile())
            .start();
    await().atMost(SOON).until(() -> !jobs("pending").isEmpty());
    node.kill();
    assertThat(command.waitFor(30, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    assertThat(java.nio.file.Files.readString(directory.resolve("out")))
        .contains("no node leads any more; this command does it itself")
        .contains("acme: complete");
    assertThat(command.exitValue()).isZero();
    assertThat(jobs("cancelled")).hasSize(1);
  }

  @Test
  void whoStopsWaitingCancelsWhatWaits() throws Exception {
    NodeProcess node = cluster.start("node-a").awaitServing();
    await().atMost(SOON).until(() -> node.health().leads());
    node.freeze();
    Process command =
        CommandRun.start(
                cluster.environment(),
                List.of(),
                "sync",
                "--source",
                file.toString(),
                "--client",
                "acme",
                "--data-dir",
                directory.resolve("other").toString())
            .start();
    await().atMost(SOON).until(() -> !jobs("pending").isEmpty());
    command.destroy();
    assertThat(command.waitFor(30, java.util.concurrent.TimeUnit.SECONDS)).isTrue();
    assertThat(jobs("cancelled")).hasSize(1);
  }

  /** A limit of the process refuses what a full disk refuses, to root as well. */
  @Test
  @Tag("machine")
  void aDiskThatTakesNothingIsToldByHealthUntilItTakesSomethingAgain() throws Exception {
    Path log = directory.resolve("own.log");
    register("--interval", "1", "--start");
    cluster.environment().put("LOG_FILE", log.toString());
    NodeProcess node = cluster.start("node-a").awaitServing();
    awaitRows(1);
    limitFiles(node, "0");
    app.run("INSERT INTO note VALUES (2, 'two')");
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(node.health().document().get("reasons").toString())
                    .contains(
                        "data directory " + directory.resolve("node-a") + ": File too large",
                        "LOG_FILE " + log + " loses lines: File too large"));
    assertThat(node.health().status()).isEqualTo(200);
    limitFiles(node, "unlimited");
    await()
        .atMost(SOON)
        .until(() -> node.health().document().get("status").asText().equals("healthy"));
    assertThat(node.log()).containsPattern("\\d+ lines of this log were lost: File too large");
    awaitRows(2);
  }

  private static void limitFiles(NodeProcess node, String bytes) throws Exception {
    List<String> words = List.of("prlimit", "--pid", "" + node.pid(), "--fsize=" + bytes + ":");
    assertThat(new ProcessBuilder(words).inheritIO().start().waitFor()).isZero();
  }

  @Test
  void aNodeRefusesWhatCannotWork() {
    Map<String, String> superuser = new HashMap<>(cluster.environment());
    superuser.put("DATABASE_URL", cluster.url(PostgresServer.shared().superuser()));
    superuser.put("DATABASE_PASSWORD_FILE", passwordOfTheSuperuser().toString());
    serve(superuser).failsWith("needs a role as made by: tributary db role", "--allow-superuser");
    Map<String, String> noDatabase = new HashMap<>(cluster.environment());
    noDatabase.remove("DATABASE_URL");
    serve(noDatabase).failsWith("set DATABASE_URL");
    Map<String, String> badLease = new HashMap<>(cluster.environment());
    badLease.put("LEASE_DURATION", "soon");
    serve(badLease).failsWith("LEASE_DURATION 'soon' is not allowed");
    CommandRun.with(cluster.environment(), "serve", "--data-dir", file.toString())
        .failsWith("data directory " + file + " cannot be made", "--data-dir");
    Map<String, String> noLog = new HashMap<>(cluster.environment());
    noLog.put("LOG_FILE", directory.resolve("nowhere/node.log").toString());
    serve(noLog).failsWith("LOG_FILE", "there is no folder " + directory.resolve("nowhere"));
    Map<String, String> otherCluster = new HashMap<>(cluster.environment());
    otherCluster.put("CLUSTER_NAME", "staging");
    serve(otherCluster).failsWith("serves cluster prod, not staging");
  }

  /** Nobody could tell the two apart; which of them leads would change nothing about that. */
  @Test
  void aSecondProcessOfTheSameNameIsRefusedWhileTheFirstLivesAndNoLonger() {
    NodeProcess first = cluster.start("node-a").awaitServing();
    Map<String, String> twin = new HashMap<>(cluster.environment());
    twin.put("NODE_NAME", "node-a");
    serve(twin)
        .failsWith(
            "node node-a of cluster prod runs already, on host test-host, " + first.address(),
            "NODE_NAME");
    assertThat(first.health().document().get("status").asText()).isEqualTo("healthy");
    first.kill();
    NodeProcess next = cluster.start("node-a").awaitServing();
    assertThat(next.log()).doesNotContain("another process", "runs already");
    next.terminate();
    assertThat(next.exitCode()).isZero();
  }

  private Path passwordOfTheSuperuser() {
    Path file = directory.resolve("superuser");
    try {
      java.nio.file.Files.writeString(file, PostgresServer.shared().password());
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return file;
  }

  private CommandRun serve(Map<String, String> environment) {
    return CommandRun.with(environment, "serve", "--data-dir", directory.resolve("x").toString());
  }

  private List<String> jobs(String status) {
    return cluster.query(
        "SELECT sync_id FROM sync_metadata.sync_jobs WHERE status = '" + status + "'");
  }

  private void register(String... options) {
    List<String> words =
        new java.util.ArrayList<>(
            List.of("client", "register", "--client", "acme", "--source", file.toString()));
    words.addAll(List.of(options));
    cluster.command(words.toArray(String[]::new)).exits(0);
  }

  private void awaitRows(int rows) {
    await()
        .atMost(SOON)
        .until(
            () ->
                "client_acme.note".equals(cluster.one("SELECT to_regclass('client_acme.note')"))
                    && cluster
                        .one("SELECT count(*) FROM client_acme.note")
                        .equals(Integer.toString(rows)));
  }
}
