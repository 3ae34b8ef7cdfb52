package dev.tributary.examples;

import dev.tributary.api.Cell;
import dev.tributary.api.ClientName;
import dev.tributary.api.ClusterName;
import dev.tributary.api.Conflict;
import dev.tributary.api.ConflictResolver;
import dev.tributary.api.ConnectionSource;
import dev.tributary.api.LeaderElector;
import dev.tributary.api.NodeId;
import dev.tributary.api.Resolution;
import dev.tributary.api.RowImage;
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
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A rule of one's own for conflicts: support may set a customer's plan in PostgreSQL, everything
 * else belongs to the app. Whatever lost is in the conflict log.
 */
public final class OwnConflictRule {
  private static final ClusterName CLUSTER = new ClusterName("example");
  private static final String PASSWORD = "only-for-this-example";

  private final Path folder;
  private final PrintStream out;

  OwnConflictRule(Path folder, PrintStream out) {
    this.folder = folder;
    this.out = out;
  }

  public static void main(String[] arguments) throws IOException, SQLException {
    new OwnConflictRule(Files.createTempDirectory("tributary-example-"), System.out).run();
  }

  /** Pure: no clock, no I/O, the same answer on every node. */
  static final class SupportSetsThePlan implements ConflictResolver {
    @Override
    public Resolution resolve(Conflict conflict) {
      if (conflict.source().isEmpty() || conflict.target().isEmpty()) {
        return Resolution.hold("a person looks at rows that one side deleted");
      }
      Map<String, Cell> row = new LinkedHashMap<>(conflict.source().get().cells());
      row.put("plan", conflict.target().get().cells().get("plan"));
      return Resolution.write(new RowImage(row));
    }
  }

  void run() throws IOException, SQLException {
    try (BundledPostgres server =
        BundledPostgres.temporary(PostgresBinaries.bundled(), PostgresSettings.fast())) {
      PostgresAccess access = server.access();
      String url = access.jdbcUrl("postgres");
      ConnectionSource administrator =
          () -> DriverManager.getConnection(url, access.user(), access.password());
      MetadataSchema schema = MetadataSchema.of(administrator);
      schema.install();
      schema.createRole(CLUSTER, "sync_service", PASSWORD);
      mirror(() -> DriverManager.getConnection(url, "sync_service", PASSWORD), administrator);
    }
  }

  private void mirror(ConnectionSource node, ConnectionSource support) throws SQLException {
    Path file = folder.resolve("app.db");
    ConnectionSource app = () -> DriverManager.getConnection("jdbc:sqlite:" + file);
    execute(app, "CREATE TABLE customer (id INTEGER PRIMARY KEY, name TEXT, plan TEXT)");
    execute(app, "INSERT INTO customer VALUES (1, 'Ann', 'free')");
    sync(node, file);
    execute(support, "UPDATE client_acme.customer SET plan = 'gold', name = 'Ann?' WHERE id = 1");
    execute(app, "UPDATE customer SET name = 'Ann Example' WHERE id = 1");
    sync(node, file);
    print(node, "SELECT id, name, plan FROM client_acme.customer");
    print(
        node,
        "SELECT resolution_strategy, target_data ->> 'name', resolved_data ->> 'name'"
            + " FROM sync_metadata.conflict_log");
  }

  private void sync(ConnectionSource database, Path file) {
    try (LeaderElector elector = LeaderElector.single(new NodeId("a"), CLUSTER, database);
        SyncEngine engine =
            MirrorEngine.builder()
                .connections(database)
                .elector(elector)
                .cluster(CLUSTER)
                .dataDirectory(folder.resolve("work"))
                .resolver(new SupportSetsThePlan())
                .open()) {
      SyncReport report = engine.sync(SyncRequest.of(new ClientName("acme"), file));
      out.println(report.outcome() + ": " + report.resolved() + " conflicts decided");
    }
  }

  private void print(ConnectionSource database, String sql) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        out.println(row.getString(1) + " | " + row.getString(2) + " | " + row.getString(3));
      }
    }
  }

  private static void execute(ConnectionSource database, String sql) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
