package dev.tributary.server.node;

import static org.awaitility.Awaitility.await;

import dev.tributary.api.ClusterName;
import dev.tributary.core.internal.jdbc.Database;
import dev.tributary.core.internal.metadata.NodeRoles;
import dev.tributary.server.cli.CommandRun;
import dev.tributary.test.PostgresServer;
import dev.tributary.test.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A database for a cluster of real nodes, and what its administrator sees. */
public final class TestCluster implements AutoCloseable {
  public static final String NAME = "prod";
  private static final String PASSWORD = "secret";

  private final TestDatabase database;
  private final Path directory;
  private final String role;
  private final String name;
  private final Map<String, String> environment = new HashMap<>();
  private final List<NodeProcess> nodes = new ArrayList<>();

  private TestCluster(TestDatabase database, Path directory, String name) {
    this.name = name;
    this.database = database;
    this.directory = directory;
    this.role = "node_" + database.name() + (name.equals(NAME) ? "" : "_" + name.replace('-', '_'));
    Database administration = new Database(database.connections());
    new NodeRoles(administration).createRole(new ClusterName(name), role, PASSWORD);
    Path password = directory.resolve("password");
    try {
      Files.writeString(password, PASSWORD + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    environment.put("DATABASE_URL", url(role));
    environment.put("DATABASE_PASSWORD_FILE", password.toString());
    environment.put("CLUSTER_NAME", name);
    environment.put("HOST_NAME", "test-host");
    environment.put("API_PORT", "0");
    environment.put("LEASE_DURATION", "5");
    environment.put("HEARTBEAT_INTERVAL", "1");
  }

  public static TestCluster on(PostgresServer server, Path directory) {
    return on(server, directory, NAME);
  }

  /** A cluster of this name. */
  public static TestCluster on(PostgresServer server, Path directory, String name) {
    return new TestCluster(InstalledDatabase.on(server), directory, name);
  }

  /** Another cluster in the same database, with a role of its own. */
  public TestCluster beside(String other) {
    return new TestCluster(database, directory, other);
  }

  public String url(String user) {
    return database.jdbcUrl().replace("jdbc:postgresql://", "postgresql://" + user + "@")
        + "?sslmode=disable";
  }

  public String role() {
    return role;
  }

  public TestDatabase database() {
    return database;
  }

  public Map<String, String> environment() {
    return environment;
  }

  /** Starts a node; the test waits for it where it has to. */
  public NodeProcess start(String name) {
    Map<String, String> itsOwn = new HashMap<>(environment);
    itsOwn.put("NODE_NAME", name);
    NodeProcess node = NodeProcess.start(name, itsOwn, directory);
    nodes.add(node);
    return node;
  }

  public CommandRun command(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--data-dir", directory.resolve("command").toString()));
    return CommandRun.with(environment, all.toArray(String[]::new));
  }

  /** The same command in the process of the test: where its own process is not what is tested. */
  public CommandRun commandHere(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--target", url(role + ":" + PASSWORD), "--cluster", name));
    all.addAll(List.of("--data-dir", directory.resolve("command-here").toString()));
    return CommandRun.here(all.toArray(String[]::new));
  }

  /** The node with a live lease. */
  public Optional<String> leader() {
    return query(
            "SELECT leader_id FROM sync_metadata.leader_election"
                + " WHERE holder IS NOT NULL AND expires_at > clock_timestamp()")
        .stream()
        .findFirst();
  }

  public NodeProcess awaitLeader() {
    String name =
        await()
            .atMost(Duration.ofSeconds(20))
            .pollInterval(Duration.ofMillis(5))
            .until(this::leader, Optional::isPresent)
            .orElseThrow();
    return node(name);
  }

  public NodeProcess node(String name) {
    return nodes.stream()
        .filter(node -> node.name().equals(name) && node.isAlive())
        .findFirst()
        .orElseThrow();
  }

  /** How long it takes until a node leads that is not this one. */
  public Duration untilAnotherLeads(String than, Duration atMost) {
    long start = System.nanoTime();
    await()
        .atMost(atMost)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> leader().filter(name -> !name.equals(than)).isPresent());
    return Duration.ofNanos(System.nanoTime() - start);
  }

  /** The health of the node that was started last. */
  NodeProcess.Health awaitServingHealth() {
    return nodes.get(nodes.size() - 1).awaitServing().health();
  }

  /** As an administrator registers a client; a node syncs it once its sync is enabled. */
  public void register(String client, Path file) {
    execute(
        "SELECT sync_metadata.register_client('%s', '%s', 'client_%s', '%s', '{}')"
            .formatted(name, client, client.replace('-', '_'), file));
  }

  /** As a person begins with a client, by command; a node that leads syncs it from now on. */
  void mirrorEverySecond(String client, Path file) {
    commandHere(
            "client",
            "register",
            "--client",
            client,
            "--source",
            file.toString(),
            "--interval",
            "1",
            "--start")
        .exits(0);
  }

  public void execute(String sql) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  public List<String> query(String sql) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> lines = new ArrayList<>();
      while (rows.next()) {
        lines.add(rows.getString(1));
      }
      return lines;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  public String one(String sql) {
    return query(sql).get(0);
  }

  @Override
  public void close() {
    nodes.forEach(NodeProcess::close);
    database.close();
  }
}
