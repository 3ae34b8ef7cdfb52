package dev.tributary.examples;

import dev.tributary.api.ClientName;
import dev.tributary.api.ClusterName;
import dev.tributary.api.ConnectionSource;
import dev.tributary.api.LeaderElector;
import dev.tributary.api.NodeId;
import dev.tributary.api.RestoreReport;
import dev.tributary.api.SyncEngine;
import dev.tributary.api.SyncReport;
import dev.tributary.api.SyncRequest;
import dev.tributary.core.MetadataSchema;
import dev.tributary.core.MirrorEngine;
import dev.tributary.postgres.BundledPostgres;
import dev.tributary.postgres.PostgresAccess;
import dev.tributary.postgres.PostgresBinaries;
import dev.tributary.postgres.PostgresSettings;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Mirrors one SQLite file into PostgreSQL, follows a change, asks PostgreSQL, and builds the file
 * again from PostgreSQL alone.
 *
 * <p>Needs nothing but a folder: the PostgreSQL is the bundled one and ends with the program.
 */
public final class MirrorOneFile {
  private static final ClusterName CLUSTER = new ClusterName("example");
  private static final String PASSWORD = "only-for-this-example";

  private final Path folder;
  private final PrintStream out;

  MirrorOneFile(Path folder, PrintStream out) {
    this.folder = folder;
    this.out = out;
  }

  /** Takes the folder to work in; without one, a new temporary folder. */
  public static void main(String[] arguments) throws IOException, SQLException {
    Path folder =
        arguments.length > 0
            ? Files.createDirectories(Path.of(arguments[0]))
            : Files.createTempDirectory("tributary-example-");
    new MirrorOneFile(folder, System.out).run();
  }

  void run() throws IOException, SQLException {
    try (BundledPostgres server =
        BundledPostgres.temporary(PostgresBinaries.bundled(), PostgresSettings.fast())) {
      run(server.access());
    }
  }

  void run(PostgresAccess access) throws SQLException {
    install(access);
    mirror(access.jdbcUrl("postgres"));
  }

  /** Once for each database: the schema, and a role for the nodes of a cluster. */
  private static void install(PostgresAccess access) {
    MetadataSchema schema =
        MetadataSchema.of(
            () ->
                DriverManager.getConnection(
                    access.jdbcUrl("postgres"), access.user(), access.password()));
    schema.install();
    schema.createRole(CLUSTER, "sync_service", PASSWORD);
  }

  private void mirror(String url) throws SQLException {
    Path file = folder.resolve("app.db");
    app(file, "CREATE TABLE note (id INTEGER PRIMARY KEY, body TEXT, done BOOLEAN)");
    app(file, "INSERT INTO note VALUES (1, 'buy milk', 0), (2, 'call Ann', 0), (3, 'sleep', 0)");
    sync(url, PASSWORD, file);
    app(file, "UPDATE note SET done = 1 WHERE id = 1");
    app(file, "DELETE FROM note WHERE id = 3");
    sync(url, PASSWORD, file);

    ConnectionSource database = () -> DriverManager.getConnection(url, "sync_service", PASSWORD);
    printNotes(database);
    restore(database);
  }

  private void sync(String url, String password, Path file) {
    ConnectionSource database = () -> DriverManager.getConnection(url, "sync_service", password);
    try (LeaderElector elector = LeaderElector.single(new NodeId("a"), CLUSTER, database);
        SyncEngine engine =
            MirrorEngine.builder()
                .connections(database)
                .elector(elector)
                .cluster(CLUSTER)
                .dataDirectory(folder.resolve("work"))
                .open()) {
      SyncReport report = engine.sync(SyncRequest.of(new ClientName("acme"), file));
      out.println(report.outcome() + ": " + report.rowsChanged() + " rows written");
    }
  }

  private void printNotes(ConnectionSource database) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("SELECT id, body, done FROM client_acme.note ORDER BY id")) {
      while (row.next()) {
        out.println(row.getLong(1) + " | " + row.getString(2) + " | " + row.getBoolean(3));
      }
    }
  }

  private void restore(ConnectionSource database) {
    try (LeaderElector elector = LeaderElector.single(new NodeId("a"), CLUSTER, database);
        SyncEngine engine =
            MirrorEngine.builder()
                .connections(database)
                .elector(elector)
                .cluster(CLUSTER)
                .dataDirectory(folder.resolve("work"))
                .open()) {
      RestoreReport report = engine.restore(new ClientName("acme"), folder.resolve("restored.db"));
      out.println("restored " + report.rows() + " rows, " + report.cells() + " cells");
    }
  }

  /** Plays the app that owns the file. */
  private static void app(Path file, String sql) throws SQLException {
    try (Connection sqlite = DriverManager.getConnection("jdbc:sqlite:" + file);
        Statement statement = sqlite.createStatement()) {
      statement.execute(sql);
    }
  }
}
