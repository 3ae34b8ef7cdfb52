package dev.tributary.server.cli;

import dev.tributary.api.ClusterName;
import dev.tributary.core.MetadataSchema;
import dev.tributary.server.node.InstalledDatabase;
import dev.tributary.test.PostgresServer;
import dev.tributary.test.TestDatabase;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Runs commands in this process, on a database of their own with a role for cluster {@code one} and
 * another for cluster {@code two}: quicker than a process for each.
 */
final class CommandHere implements AutoCloseable {
  private static final String PASSWORD = "secret";

  private final TestDatabase database;
  private final Path directory;

  CommandHere(Path directory) {
    this(InstalledDatabase.on(PostgresServer.shared()), directory);
    makeRoles();
  }

  private CommandHere(TestDatabase database, Path directory) {
    this.database = database;
    this.directory = directory;
  }

  static CommandHere withoutSchema(Path directory) {
    return new CommandHere(PostgresServer.shared().newDatabase(), directory);
  }

  static CommandHere on(PostgresServer server, Path directory) {
    CommandHere commands = new CommandHere(InstalledDatabase.on(server), directory);
    commands.makeRoles();
    return commands;
  }

  private void makeRoles() {
    MetadataSchema schema = MetadataSchema.of(database.connections());
    schema.createRole(new ClusterName("one"), role("one"), PASSWORD);
    schema.createRole(new ClusterName("two"), role("two"), PASSWORD);
  }

  /** The name of the role that serves a cluster. */
  String role(String cluster) {
    return cluster + "_" + database.name();
  }

  /** As the role of cluster one. */
  CommandRun run(String... words) {
    return as(role("one"), PASSWORD, "one", words);
  }

  CommandRun asTwo(String... words) {
    return as(role("two"), PASSWORD, "two", words);
  }

  /** For cluster one, as an administrator. */
  CommandRun asAdministrator(String... words) {
    return as(database.superuser(), database.password(), "one", words);
  }

  /** As they stand: without an address and a cluster. */
  static CommandRun bare(String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int code =
        Tributary.commandLine(new PrintWriter(out), new PrintWriter(err), words).execute(words);
    DocumentedFields.check(List.of(words), out.toString());
    return new CommandRun(code, out.toString(), err.toString());
  }

  /** As the role of cluster one, by way of another port. */
  CommandRun through(int port, String... words) {
    String url =
        url(role("one"), PASSWORD).replace(":" + database.server().port() + "/", ":" + port + "/");
    return at(url, "one", words);
  }

  private CommandRun as(String user, String password, String cluster, String... words) {
    return at(url(user, password), cluster, words);
  }

  /** As the role of cluster one, in a process of its own. */
  ProcessBuilder process(String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--cluster", "one", "--data-dir", directory.resolve("one").toString()));
    return CommandRun.start(
        Map.of("DATABASE_URL", url(role("one"), PASSWORD)), List.of(), all.toArray(String[]::new));
  }

  private CommandRun at(String url, String cluster, String... words) {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--target", url));
    if (!all.contains("--cluster")) {
      all.addAll(List.of("--cluster", cluster));
    }
    all.addAll(List.of("--data-dir", directory.resolve(cluster).toString()));
    return bare(all.toArray(String[]::new));
  }

  String url(String user, String password) {
    return database
            .jdbcUrl()
            .replace("jdbc:postgresql://", "postgresql://" + user + ":" + password + "@")
        + "?sslmode=disable";
  }

  TestDatabase database() {
    return database;
  }

  /** The first column, as the administrator sees it. */
  List<String> query(String sql) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> found = new ArrayList<>();
      while (rows.next()) {
        found.add(String.valueOf(rows.getString(1)));
      }
      return found;
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  void execute(String sql) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql, e);
    }
  }

  @Override
  public void close() {
    database.close();
  }
}
