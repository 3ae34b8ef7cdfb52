package dev.tributary.core.internal.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.core.internal.jdbc.Sql;
import dev.tributary.core.internal.table.ColumnPlan;
import dev.tributary.core.internal.table.SourceName;
import dev.tributary.core.internal.table.TablePlan;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * Table plans and the definer functions that change tables. The role has no DDL rights, so all of
 * it is a structured call; PostgreSQL builds the statements.
 */
public final class TableCatalog {
  private static final String STORED =
      """
      SELECT p.source_table, p.load_state, p.plan::text, c.oid IS NOT NULL AS there,
             coalesce(c.relnatts, 0) AS width,
             ARRAY(SELECT a.attname::text FROM pg_attribute a
                    WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns
        FROM sync_metadata.table_plans p
        JOIN sync_metadata.client_deployments d ON d.deployment_id = p.deployment_id
        LEFT JOIN pg_namespace n ON n.nspname = d.target_schema
        LEFT JOIN pg_class c ON c.relnamespace = n.oid AND c.relname = p.target_table
         AND c.relkind IN ('r', 'p')
       WHERE p.deployment_id = ? AND p.load_state IN ('loading', 'ready')
      """;
  private static final String BEGIN_LOAD =
      "SELECT sync_metadata.begin_load(?, ?, ?, ?::jsonb, ?::jsonb, ?::jsonb)";
  private static final String FINISH_LOAD = "SELECT sync_metadata.finish_load(?, ?, ?::jsonb)";
  private static final String HAS_COLUMN =
      """
      SELECT EXISTS (SELECT FROM pg_attribute a
                      WHERE a.attrelid = to_regclass(?) AND a.attname = ? AND NOT a.attisdropped)
      """;
  private static final String ADD_COLUMN =
      "SELECT sync_metadata.add_column(?, ?, ?::jsonb, ?::jsonb)";
  private static final String RETIRE_COLUMN =
      "SELECT sync_metadata.retire_column(?, ?, ?, ?::jsonb)";
  private static final String RETIRE_TABLE = "SELECT sync_metadata.retire_table(?, ?)";
  private static final String ENSURE_SCHEMA = "SELECT sync_metadata.ensure_client_schema(?)";
  private static final String SET_PLAN = "SELECT sync_metadata.set_plan(?, ?, ?::jsonb)";
  private static final String ENSURE_INDEXES =
      "SELECT sync_metadata.ensure_indexes(?, ?, ?::jsonb)";
  private static final String DROP_INDEX = "SELECT sync_metadata.drop_index(?, ?, ?::jsonb)";
  private static final String SYNC_KEY = "_sync_key";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Function<TablePlan, String> planWriter;
  private final Function<String, TablePlan> planReader;

  /** The codec of plans is handed in, since steps do not see one another. */
  public TableCatalog(
      Function<TablePlan, String> planWriter, Function<String, TablePlan> planReader) {
    this.planWriter = planWriter;
    this.planReader = planReader;
  }

  /** The plans of the tables that are mirrored now, by source table. */
  public Map<String, StoredPlan> stored(Connection connection, ClientRow client)
      throws SQLException {
    Map<String, StoredPlan> plans = new TreeMap<>(SourceName.ORDER);
    try (PreparedStatement query = connection.prepareStatement(STORED)) {
      query.setObject(1, client.id());
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          TablePlan plan = planReader.apply(row.getString("plan"));
          boolean loading = "loading".equals(row.getString("load_state"));
          plans.put(
              row.getString("source_table"),
              new StoredPlan(plan, loading, LostParts.of(plan, row), row.getInt("width")));
        }
      }
    }
    return plans;
  }

  /** Creates the table without key, closed to others; harmless when it is loading already. */
  public void beginLoad(Connection connection, ClientRow client, TablePlan plan)
      throws SQLException {
    call(
        connection,
        BEGIN_LOAD,
        client.name().value(),
        plan.source(),
        plan.target(),
        columns(plan.columns()).toString(),
        key(plan).toString(),
        planWriter.apply(plan));
  }

  /**
   * Adds key, indexes, triggers and opens the table.
   *
   * @return rows of others with a key of ours that were archived
   */
  public long finishLoad(Connection connection, ClientRow client, TablePlan plan)
      throws SQLException {
    return call(
        connection, FINISH_LOAD, client.name().value(), plan.source(), indexes(plan).toString());
  }

  /** Whether the mirror has a column of this name. */
  public boolean hasColumn(
      Connection connection, ClientRow client, TablePlan plan, ColumnPlan column)
      throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(HAS_COLUMN)) {
      query.setString(1, Sql.table(client.schema(), plan.target()));
      query.setString(2, column.target());
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }

  public void addColumn(Connection connection, ClientRow client, TablePlan plan, ColumnPlan added)
      throws SQLException {
    call(
        connection,
        ADD_COLUMN,
        client.name().value(),
        plan.source(),
        column(added).toString(),
        planWriter.apply(plan));
  }

  public void retireColumn(
      Connection connection, ClientRow client, TablePlan plan, ColumnPlan retired)
      throws SQLException {
    call(
        connection,
        RETIRE_COLUMN,
        client.name().value(),
        plan.source(),
        retired.target(),
        planWriter.apply(plan));
  }

  public void retireTable(Connection connection, ClientRow client, String sourceTable)
      throws SQLException {
    call(connection, RETIRE_TABLE, client.name().value(), sourceTable);
  }

  /** Makes the client's schema again where others dropped it. */
  public void ensureSchema(Connection connection, ClientRow client) throws SQLException {
    call(connection, ENSURE_SCHEMA, client.name().value());
  }

  /** Stores a plan that needs no DDL, and the indexes that the source has now. */
  public void setPlan(Connection connection, ClientRow client, TablePlan plan) throws SQLException {
    call(connection, SET_PLAN, client.name().value(), plan.source(), planWriter.apply(plan));
    call(
        connection, ENSURE_INDEXES, client.name().value(), plan.source(), indexes(plan).toString());
  }

  /** Drops the indexes that the source has no more, or that cannot hold its values any more. */
  public void dropIndexes(Connection connection, ClientRow client, TablePlan before, TablePlan now)
      throws SQLException {
    Set<JsonNode> wanted = new HashSet<>();
    indexes(now).forEach(wanted::add);
    for (JsonNode index : indexes(before)) {
      if (!wanted.contains(index)) {
        call(connection, DROP_INDEX, client.name().value(), before.source(), index.toString());
      }
    }
  }

  private static long call(Connection connection, String sql, String... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setString(i + 1, values[i]);
      }
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return FINISH_LOAD.equals(sql) ? row.getLong(1) : 0;
      }
    }
  }

  private static ArrayNode columns(List<ColumnPlan> columns) {
    ArrayNode array = JSON.createArrayNode();
    columns.forEach(column -> array.add(column(column)));
    return array;
  }

  private static ObjectNode column(ColumnPlan column) {
    return JSON.createObjectNode().put("name", column.target()).put("type", column.type().sql());
  }

  private static ArrayNode key(TablePlan plan) {
    ArrayNode array = JSON.createArrayNode();
    if (plan.key().hasSyncKey()) {
      return array.add(SYNC_KEY);
    }
    plan.key().columns().forEach(name -> array.add(plan.column(name).target()));
    return array;
  }

  private static ArrayNode indexes(TablePlan plan) {
    ArrayNode array = JSON.createArrayNode();
    for (List<String> index : plan.indexes()) {
      ArrayNode columns = array.addArray();
      index.forEach(name -> columns.add(plan.column(name).target()));
    }
    return array;
  }
}
