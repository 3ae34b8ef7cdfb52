package dev.tributary.core.engine;

import dev.tributary.api.ClientName;
import dev.tributary.api.ClusterName;
import dev.tributary.api.ConflictPolicy;
import dev.tributary.api.ConflictResolver;
import dev.tributary.api.ConnectionSource;
import dev.tributary.api.LeaderElector;
import dev.tributary.api.MassDelete;
import dev.tributary.api.NodeId;
import dev.tributary.api.SyncListener;
import dev.tributary.api.SyncReport;
import dev.tributary.api.SyncRequest;
import dev.tributary.core.InstalledDatabase;
import dev.tributary.core.MetadataSchema;
import dev.tributary.core.MirrorEngine;
import dev.tributary.core.TestBuilders;
import dev.tributary.core.internal.run.EngineSettings.Limits;
import dev.tributary.test.PostgresServer;
import dev.tributary.test.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** A database with the schema installed, and an engine that works in it as {@code sync_service}. */
final class EngineTarget implements AutoCloseable {
  static final ClusterName CLUSTER = new ClusterName("default");
  static final ClientName ACME = new ClientName("acme");
  private static final String PASSWORD = "secret of the service";

  private final TestDatabase database;
  private final Path dataDirectory;
  private final String role;
  private LeaderElector elector;
  private MirrorEngine engine;
  private ConflictPolicy conflicts = ConflictPolicy.always(ConflictResolver.holdAll());
  private SyncListener listener = SyncListener.NONE;

  private EngineTarget(TestDatabase database, Path dataDirectory) {
    this.database = database;
    this.dataDirectory = dataDirectory;
    this.role = "sync_service_" + database.name();
    MetadataSchema.of(database.connections()).createRole(CLUSTER, role, PASSWORD);
    start(Limits.defaults());
  }

  static EngineTarget create(Path dataDirectory) {
    return new EngineTarget(InstalledDatabase.create(), dataDirectory);
  }

  /** On a server that the test may break; it outlives this. */
  static EngineTarget on(PostgresServer server, Path dataDirectory) {
    return new EngineTarget(InstalledDatabase.on(server), dataDirectory);
  }

  /** Another node, whose connections may be disturbed; it cannot lead while this one does. */
  TestNode node(String name, ConnectionSource through, Path itsData, Limits limits) {
    return TestNode.open(new NodeId(name), through, itsData, limits);
  }

  /** Ends the lease of whoever leads, as a minute of silence would. */
  void expireLease() {
    execute(
        "UPDATE sync_metadata.leader_election SET expires_at ="
            + " greatest(acquired_at + interval '1 microsecond', clock_timestamp())");
  }

  String role() {
    return role;
  }

  static String password() {
    return PASSWORD;
  }

  /** From now on by another engine, whose conflicts go there. */
  EngineTarget decidingBy(ConflictPolicy policy) {
    conflicts = policy;
    restart(Limits.defaults());
    return this;
  }

  EngineTarget decidingBy(ConflictResolver resolver) {
    return decidingBy(ConflictPolicy.always(resolver));
  }

  /** From now on by another engine, which this hears. */
  EngineTarget heardBy(SyncListener heard) {
    listener = heard;
    restart(Limits.defaults());
    return this;
  }

  /** Ends the engine and starts another, as a new process would. */
  void restart(Limits limits) {
    stop();
    start(limits);
  }

  private void start(Limits limits) {
    elector = LeaderElector.single(new NodeId("test-node"), CLUSTER, connections());
    engine =
        TestBuilders.engine(limits)
            .connections(connections())
            .elector(elector)
            .cluster(CLUSTER)
            .dataDirectory(dataDirectory)
            .conflicts(conflicts)
            .listener(listener)
            .open();
  }

  private void stop() {
    engine.close();
    elector.close();
  }

  ConnectionSource connections() {
    return () -> database.connectAs(role, PASSWORD);
  }

  TestDatabase database() {
    return database;
  }

  /** Leads; for more engines of the same process. */
  LeaderElector elector() {
    return elector;
  }

  MirrorEngine engine() {
    return engine;
  }

  SyncReport sync(Path source) {
    return engine.sync(SyncRequest.of(ACME, source));
  }

  /** As {@link #sync}, also when many rows left: random operations delete a lot. */
  SyncReport allow(Path source) {
    return engine.sync(SyncRequest.of(ACME, source).withMassDelete(MassDelete.ALLOW));
  }

  /** Runs a statement as the administrator, as somebody else would. */
  void execute(String sql) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  /** The result as text, a row a line, columns separated by {@code |}. */
  List<String> query(String sql) {
    return query(database, sql);
  }

  static List<String> query(TestDatabase database, String sql) {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      List<String> lines = new ArrayList<>();
      while (rows.next()) {
        StringBuilder line = new StringBuilder();
        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
          line.append(i == 1 ? "" : "|").append(rows.getString(i));
        }
        lines.add(line.toString());
      }
      return lines;
    } catch (SQLException e) {
      throw new AssertionError(sql, e);
    }
  }

  @Override
  public void close() {
    stop();
    database.close();
  }
}
