package dev.tributary.core.internal.apply;

import dev.tributary.api.RowRejected;
import dev.tributary.core.internal.jdbc.Sql;
import dev.tributary.core.internal.jdbc.SqlStates;
import dev.tributary.core.internal.table.ColumnPlan;
import dev.tributary.core.internal.values.CopyBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.Optional;
import org.postgresql.copy.CopyIn;

/**
 * A temporary copy of a mirrored table's definition, checks included, to try rows on. A row of it
 * is as wide as a staged one, which is wider than the mirror's. Only it is written, within
 * savepoints; the transaction is rolled back in the end.
 */
public final class ProbeTable {
  private static final String HAS_COLUMN =
      """
      SELECT EXISTS (SELECT 1 FROM pg_attribute
                      WHERE attrelid = to_regclass(?) AND attname = ? AND NOT attisdropped
                        AND atttypid = ?::regtype)
      """;
  private final ApplyTransaction transaction;
  private final TargetTable table;
  private final String name;
  private final boolean existing;

  public ProbeTable(ApplyTransaction transaction, TargetTable table) {
    this.transaction = transaction;
    this.table = table;
    // As the mirrored table, since PostgreSQL's refusals name the table.
    this.name = "pg_temp." + Sql.name(table.plan().target());
    try {
      existing = exists();
      create();
    } catch (SQLException e) {
      throw SqlStates.toSyncException("make a copy of " + table.sql() + " to try rows on", e);
    }
  }

  /** Whether the mirrored table exists already, with the key of the plan. */
  public boolean existing() {
    return existing;
  }

  private boolean exists() throws SQLException {
    if (table.plan().key().hasSyncKey()) {
      return hasColumn(table.sql(), TargetTable.KEY, "uuid");
    }
    for (String key : table.plan().key().columns()) {
      ColumnPlan column = table.plan().column(key);
      if (!hasColumn(table.sql(), column.target(), column.type().sql())) {
        return false;
      }
    }
    return true;
  }

  private boolean hasColumn(String relation, String name, String type) throws SQLException {
    try (PreparedStatement query = transaction.connection().prepareStatement(HAS_COLUMN)) {
      query.setString(1, relation);
      query.setString(2, name);
      query.setString(3, type);
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return row.getBoolean(1);
      }
    }
  }

  private void create() throws SQLException {
    String columns =
        existing ? "LIKE " + table.sql() + " INCLUDING CONSTRAINTS" : table.columnDefinitions();
    try (Statement statement = transaction.connection().createStatement()) {
      statement.execute(
          "CREATE TEMP TABLE "
              + name.substring("pg_temp.".length())
              + " ("
              + columns
              + ") ON COMMIT DROP");
      for (ColumnPlan column : table.plan().columns()) {
        follow(column, statement);
      }
      statement.execute(
          "ALTER TABLE "
              + name
              + " ADD COLUMN _sync_seq bigint DEFAULT 0, ADD COLUMN _sync_op bigint DEFAULT 0");
    }
  }

  /** The run that was refused may have changed the table, and was rolled back. */
  private void follow(ColumnPlan column, Statement statement) throws SQLException {
    if (!hasColumn(name, column.target(), column.type().sql())) {
      String its = Sql.name(column.target());
      statement.execute("ALTER TABLE " + name + " DROP COLUMN IF EXISTS " + its + " CASCADE");
      statement.execute("ALTER TABLE " + name + " ADD COLUMN " + its + " " + column.type().sql());
    }
  }

  /** Why PostgreSQL refuses these encoded rows, if it does. */
  public Optional<RowRejected> refusal(CopyBuffer rows, int from, int to) {
    Connection connection = transaction.connection();
    try {
      Savepoint before = connection.setSavepoint();
      try {
        copy(rows, from, to);
        connection.rollback(before);
        return Optional.empty();
      } catch (SQLException e) {
        connection.rollback(before);
        if (SqlStates.toSyncException("write rows into " + table.sql(), e)
            instanceof RowRejected refusal) {
          return Optional.of(refusal);
        }
        throw e;
      }
    } catch (SQLException e) {
      throw SqlStates.toSyncException("write rows into " + table.sql(), e);
    }
  }

  private void copy(CopyBuffer rows, int from, int to) throws SQLException {
    CopyBuffer edge = new CopyBuffer();
    CopyBuffer.header(edge);
    CopyIn copy = transaction.copies().copyIn(table.copyInto(name));
    copy.writeToCopy(edge.array(), 0, edge.length());
    copy.writeToCopy(rows.array(), from, to - from);
    edge.clear();
    CopyBuffer.trailer(edge);
    copy.writeToCopy(edge.array(), 0, edge.length());
    copy.endCopy();
  }
}
