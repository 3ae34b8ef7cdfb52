package dev.tributary.core.internal.mirror;

import dev.tributary.api.ClientName;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.ConnectionSource;
import dev.tributary.api.TargetUnavailable;
import dev.tributary.core.internal.apply.BaseRows;
import dev.tributary.core.internal.apply.DriftRows;
import dev.tributary.core.internal.apply.TargetTable;
import dev.tributary.core.internal.catalog.ClientCatalog;
import dev.tributary.core.internal.catalog.ClientRow;
import dev.tributary.core.internal.catalog.SourceSchemas;
import dev.tributary.core.internal.catalog.StoredPlan;
import dev.tributary.core.internal.catalog.TableCatalog;
import dev.tributary.core.internal.jdbc.Sql;
import dev.tributary.core.internal.jdbc.SqlStates;
import dev.tributary.core.internal.schema.SourceSchemaJson;
import dev.tributary.core.internal.table.SourceName;
import dev.tributary.core.internal.table.SourceSchema;
import dev.tributary.core.internal.table.TablePlan;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * One client's mirror as PostgreSQL held it at one instant: client, plans, declarations and rows.
 *
 * <p>One transaction that reads only. Its tables are locked against changes of their columns before
 * the instant is chosen, and the instant is one at which no run was between two commits.
 */
public final class MirrorSnapshot implements AutoCloseable {
  private static final int ATTEMPTS = 10;
  private static final String ONE_INSTANT =
      "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY";
  private static final String SETTLE =
      """
      SELECT set_config('statement_timeout', '0', true),
             set_config('idle_in_transaction_session_timeout', '0', true), d.state_epoch
        FROM sync_metadata.client_deployments d WHERE d.deployment_id = ?
      """;
  private static final String BYTES =
      """
      SELECT coalesce(sum(pg_table_size(format('%I.%I', ?, t)::regclass)), 0)
        FROM unnest(?) AS tables (t)
      """;

  private final Connection connection;
  private final ClientRow client;
  private final Map<String, TablePlan> plans;
  private final SourceSchema schema;

  private MirrorSnapshot(
      Connection connection, ClientRow client, Map<String, TablePlan> plans, SourceSchema schema) {
    this.connection = connection;
    this.client = client;
    this.plans = plans;
    this.schema = schema;
  }

  /**
   * @throws ConfigurationInvalid when the client is not known or has not been mirrored as a whole
   * @throws TargetUnavailable when runs commit all the time
   */
  public static MirrorSnapshot open(
      ConnectionSource connections, ClientCatalog clients, TableCatalog tables, ClientName name) {
    for (int i = 0; i < ATTEMPTS; i++) {
      ClientRow client = clients.require(name);
      try {
        Optional<MirrorSnapshot> snapshot = attempt(connections.connect(), client, tables);
        if (snapshot.isPresent()) {
          return snapshot.get();
        }
      } catch (SQLException e) {
        throw SqlStates.toSyncException("read the mirror of " + name, e);
      }
    }
    throw new TargetUnavailable(
        "client %s is written to all the time; try again when its run is over".formatted(name));
  }

  private static Optional<MirrorSnapshot> attempt(
      Connection connection, ClientRow client, TableCatalog tables) throws SQLException {
    boolean opened = false;
    try {
      Map<String, TablePlan> plans = plans(tables.stored(connection, client), client);
      connection.setAutoCommit(false);
      execute(connection, ONE_INSTANT);
      lock(connection, client, plans);
      if (!client.stateEpoch().equals(settle(connection, client))) {
        return Optional.empty();
      }
      SourceSchema schema = SourceSchemaJson.read(SourceSchemas.read(connection, client));
      opened = true;
      return Optional.of(new MirrorSnapshot(connection, client, plans, schema));
    } finally {
      if (!opened) {
        end(connection);
      }
    }
  }

  private static Map<String, TablePlan> plans(Map<String, StoredPlan> stored, ClientRow client) {
    if (client.schemaEpoch().isEmpty()) {
      throw notComplete(client, "it has no complete sync yet");
    }
    Map<String, TablePlan> plans = new TreeMap<>(SourceName.ORDER);
    stored.forEach(
        (table, plan) -> {
          if (plan.loading()) {
            throw notComplete(client, "table " + table + " is still loading");
          }
          plan.lost().ifPresent(what -> refuseLost(client, table, what));
          plans.put(table, plan.plan());
        });
    return plans;
  }

  private static void refuseLost(ClientRow client, String table, String what) {
    throw new ConfigurationInvalid(
        "client %s cannot be read as a whole: table %s: %s; load it anew with: tributary sync --full"
            .formatted(client.name(), table, what));
  }

  private static ConfigurationInvalid notComplete(ClientRow client, String why) {
    return new ConfigurationInvalid(
        "client %s cannot be read as a whole: %s; complete a sync first"
            .formatted(client.name(), why));
  }

  private static void lock(Connection connection, ClientRow client, Map<String, TablePlan> plans)
      throws SQLException {
    if (plans.isEmpty()) {
      return; // LOCK TABLE wants a name
    }
    String names =
        plans.values().stream()
            .map(plan -> Sql.table(client.schema(), plan.target()))
            .collect(Collectors.joining(", "));
    execute(connection, "LOCK TABLE " + names + " IN ACCESS SHARE MODE");
  }

  private static UUID settle(Connection connection, ClientRow client) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(SETTLE)) {
      query.setObject(1, client.id());
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? row.getObject("state_epoch", UUID.class) : new UUID(0, 0);
      }
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void end(Connection connection) {
    try (connection) {
      connection.rollback();
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      // The connection is broken, and the transaction with it; nothing was written.
      return;
    }
  }

  public ClientRow client() {
    return client;
  }

  /** Plans of the mirrored tables by source table, in any case of letters. */
  public Map<String, TablePlan> plans() {
    return plans;
  }

  /** What the file declared at the last complete run. */
  public SourceSchema schema() {
    return schema;
  }

  /** The connection of the transaction. */
  public Connection connection() {
    return connection;
  }

  /** All rows of a table; one reading at a time. */
  public MirrorRows rows(TablePlan plan) {
    return MirrorRows.open(connection, client, plan, schema.header().encoding());
  }

  /** Rows of the source that others deleted from the mirror, or moved to another key. */
  public long removedByOthers(TablePlan plan) {
    return BaseRows.countRemovedByOthers(connection, new TargetTable(client.schema(), plan));
  }

  /** Whether others emptied the table at once: nobody knows of how many rows. */
  public boolean emptiedByOthers(TablePlan plan) {
    return DriftRows.isEmptied(connection, new TargetTable(client.schema(), plan));
  }

  /** What the tables take in PostgreSQL; a file takes about as much, or more of wide rows. */
  public long bytes() {
    try (PreparedStatement query = connection.prepareStatement(BYTES)) {
      query.setString(1, client.schema());
      Object[] targets = plans.values().stream().map(TablePlan::target).toArray();
      query.setArray(2, connection.createArrayOf("text", targets));
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? row.getLong(1) : 0;
      }
    } catch (SQLException e) {
      throw SqlStates.toSyncException("measure the mirror of " + client.name(), e);
    }
  }

  /** Ends the transaction; nothing was written. */
  @Override
  public void close() {
    end(connection);
  }
}
