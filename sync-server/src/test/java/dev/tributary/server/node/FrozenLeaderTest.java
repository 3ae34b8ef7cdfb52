package dev.tributary.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tributary.server.cli.CommandRun;
import dev.tributary.test.PostgresServer;
import dev.tributary.test.sqlite.SqliteApp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A leader that freezes at some moment of a run and wakes when another leads: what it had begun, it
 * never commits, and it goes on as a follower. One that dies has its jobs done by the other.
 */
final class FrozenLeaderTest {
  private static final Duration LEASE = Duration.ofSeconds(5);
  private static final Duration SOON = Duration.ofSeconds(20);
  private static final int ROWS = 60_000;
  private static final String UNDER_WAY =
      "SELECT sync_id FROM sync_metadata.sync_jobs WHERE status IN ('pending', 'running')";

  @TempDir private Path directory;
  private TestCluster cluster;
  private Path file;
  private SqliteApp app;

  @BeforeEach
  void open() {
    cluster = TestCluster.on(PostgresServer.shared(), directory);
    file = directory.resolve("app.db");
    app = new SqliteApp(file);
    app.run(
        "CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT)",
        "INSERT INTO note VALUES (1, 'one')");
    cluster.mirrorEverySecond("acme", file);
    cluster.start("node-a");
    cluster.start("node-b").awaitServing();
    awaitRows("1");
  }

  @AfterEach
  void close() {
    cluster.close();
  }

  @Test
  void frozenRightBeforeTheFenceAndThenKilledWhileCommandsWait() throws Exception {
    freezeAt(Phase.BEFORE_THE_FENCE);
    killedWhileCommandsWait();
  }

  /** By the database, and by the node that takes over: the job goes on there under its name. */
  private void killedWhileCommandsWait() throws Exception {
    cluster.execute("UPDATE sync_metadata.client_deployments SET sync_enabled = false");
    await().atMost(SOON).until(() -> cluster.query(UNDER_WAY).isEmpty());
    NodeProcess killed = cluster.awaitLeader();
    NodeProcess heir = cluster.node(killed.name().equals("node-a") ? "node-b" : "node-a");
    Process byDatabase;
    Process byHeir;
    try (Connection blocking = cluster.database().connect();
        Statement statement = blocking.createStatement()) {
      blocking.setAutoCommit(false);
      statement.execute("SELECT 1 FROM sync_metadata.client_deployments FOR NO KEY UPDATE");
      app.run("INSERT INTO note VALUES (-1, 'asked for')");
      byDatabase = command("by-database");
      awaitSession("%SET state_epoch = %");
      byHeir = command("by-heir", "--node", heir.address());
      assertThat(byHeir.waitFor(100, TimeUnit.MILLISECONDS)).isFalse();
      killed.kill();
      cluster.untilAnotherLeads(killed.name(), SOON);
      blocking.rollback();
    }
    assertThat(answer(byDatabase, "by-database").get("outcome").asText()).isEqualTo("complete");
    JsonNode job = answer(byHeir, "by-heir");
    assertThat(job.get("status").asText()).isEqualTo("success");
    assertThat(job.get("host").asText()).isEqualTo(heir.name());
    awaitRows(Integer.toString(ROWS + 2));
  }

  private Process command(String name, String... more) throws IOException {
    List<String> words = new ArrayList<>(List.of("client", "sync", "--client", "acme", "--json"));
    words.addAll(List.of("--data-dir", directory.resolve(name).toString()));
    words.addAll(List.of(more));
    return CommandRun.start(cluster.environment(), List.of(), words.toArray(String[]::new))
        .redirectOutput(directory.resolve(name + ".out").toFile())
        .redirectError(directory.resolve(name + ".err").toFile())
        .start();
  }

  private JsonNode answer(Process command, String name) throws Exception {
    assertThat(command.waitFor(SOON.toSeconds(), TimeUnit.SECONDS)).as(name).isTrue();
    assertThat(command.exitValue()).as(Files.readString(directory.resolve(name + ".err"))).isZero();
    return new ObjectMapper().readTree(directory.resolve(name + ".out").toFile());
  }

  @Tag("long")
  @RepeatedTest(10)
  void frozenBeforeARun() throws SQLException {
    freezeAt(Phase.BEFORE);
  }

  @Tag("long")
  @RepeatedTest(10)
  void frozenWhileItSendsRows() throws SQLException {
    freezeAt(Phase.DURING_COPY);
  }

  @Tag("long")
  @RepeatedTest(10)
  void frozenBeforeTheFenceManyTimes() throws SQLException {
    freezeAt(Phase.BEFORE_THE_FENCE);
  }

  private enum Phase {
    BEFORE,
    DURING_COPY,
    BEFORE_THE_FENCE
  }

  private void freezeAt(Phase phase) throws SQLException {
    NodeProcess frozen = cluster.awaitLeader();
    await()
        .atMost(SOON)
        .until(
            () ->
                cluster
                    .one("SELECT count(*) FROM sync_metadata.hosts WHERE status = 'active'")
                    .equals("2"));
    switch (phase) {
      case BEFORE -> frozen.freeze();
      case DURING_COPY -> {
        many();
        awaitSession("%COPY%");
        frozen.freeze();
      }
      case BEFORE_THE_FENCE -> {
        try (Connection blocking = cluster.database().connect();
            Statement statement = blocking.createStatement()) {
          blocking.setAutoCommit(false);
          statement.execute("SELECT 1 FROM sync_metadata.client_deployments FOR NO KEY UPDATE");
          many();
          awaitSession("%SET state_epoch = %");
          frozen.freeze();
          blocking.rollback();
        }
      }
    }
    long term = Long.parseLong(cluster.one("SELECT term FROM sync_metadata.leader_election"));
    Duration took = cluster.untilAnotherLeads(frozen.name(), Duration.ofSeconds(20));
    if (phase == Phase.BEFORE) {
      many();
    }
    awaitRows(Integer.toString(ROWS));
    long committed = committed(term);
    frozen.thaw();
    awaitFollower(frozen);
    app.run("INSERT INTO note VALUES (0, 'and more')");
    awaitRows(Integer.toString(ROWS + 1));
    assertThat(committed(term)).as("runs that the deposed leader finished").isEqualTo(committed);
    assertThat(took).isLessThan(LEASE.plusSeconds(phase == Phase.BEFORE ? 2 : 3));
    cluster.command("verify", "--client", "acme", "--source", file.toString()).exits(0);
  }

  private void many() {
    app.run(
        "WITH RECURSIVE n(i) AS (SELECT 2 UNION ALL SELECT i + 1 FROM n WHERE i < %d)"
                .formatted(ROWS)
            + " INSERT INTO note SELECT i, hex(randomblob(100)) FROM n");
  }

  /** Waits until the nodes' role runs a statement like this. */
  private void awaitSession(String like) {
    await()
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(1))
        .until(
            () ->
                !cluster
                    .query(
                        "SELECT pid::text FROM pg_stat_activity WHERE state <> 'idle' AND usename = '"
                            + cluster.role()
                            + "' AND query LIKE '"
                            + like
                            + "'")
                    .isEmpty());
  }

  private void awaitFollower(NodeProcess node) {
    await()
        .atMost(SOON)
        .until(
            () -> {
              NodeProcess.Health health = node.health();
              return health.status() == 200
                  && !health.leads()
                  && !health.document().get("leader_id").asText().equals(node.name());
            });
  }

  private long committed(long term) {
    return Long.parseLong(
        cluster.one(
            "SELECT count(*) FROM sync_metadata.sync_jobs WHERE status IN ('success', 'partial')"
                + " AND term = "
                + term));
  }

  private void awaitRows(String rows) {
    await()
        .atMost(Duration.ofSeconds(40))
        .until(
            () ->
                "client_acme.note".equals(cluster.one("SELECT to_regclass('client_acme.note')"))
                    && cluster.one("SELECT count(*) FROM client_acme.note").equals(rows));
  }
}
