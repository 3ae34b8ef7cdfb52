package dev.tributary.core.internal.apply;

import dev.tributary.core.internal.catalog.ClientRow;
import dev.tributary.core.internal.catalog.DriftSetting;
import dev.tributary.core.internal.jdbc.Sql;
import dev.tributary.core.internal.jdbc.SqlStates;
import dev.tributary.core.internal.table.ColumnPlan;
import dev.tributary.core.internal.table.KeyHash;
import dev.tributary.core.internal.table.Row;
import dev.tributary.core.internal.table.TablePlan;
import dev.tributary.core.internal.table.TextEncoding;
import dev.tributary.core.internal.values.CopyReader;
import dev.tributary.core.internal.values.CopyRow;
import dev.tributary.core.internal.values.RowDecoder;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Reads the base of one table: key and row hash of every row that is ours, and of those that others
 * deleted or moved to another key: the source had them, and must not look as if it had them anew.
 * This is the truth; the local index is a copy of it.
 */
public final class BaseRows {
  /** Takes one row of the base. */
  public interface Reader {
    /** Of a table whose key columns are the key; only the key cells are set. */
    void keyed(Row keyCells, long hash);

    /** Of a table with {@code _sync_key}. */
    void hashed(KeyHash key, long hash);
  }

  private BaseRows() {}

  public static long read(
      Connection connection, TargetTable table, TextEncoding encoding, Reader reader) {
    String what = "read the base of " + table.sql();
    try (CopyReader rows = CopyOutRows.open(connection, select(table))) {
      return table.plan().key().hasSyncKey()
          ? readHashed(rows, reader)
          : readKeyed(rows, table.plan(), encoding, reader);
    } catch (SQLException e) {
      throw SqlStates.toSyncException(what, e);
    }
  }

  private static String select(TargetTable table) {
    return removedByOthers(table)
        + " UNION ALL SELECT "
        + Sql.names(table.keyColumns())
        + noExtra(table)
        + ", _sync_hash FROM "
        + table.sql()
        + " WHERE _sync_hash IS NOT NULL";
  }

  /**
   * Reads the keys of rows that are to be judged although the source did nothing: those that a
   * person decided, and, if asked for, all that others changed or deleted. The hash means nothing.
   */
  public static void readReconsidered(
      Connection connection,
      TargetTable table,
      TextEncoding encoding,
      ClientRow client,
      Reader reader) {
    String what = "read what was decided for " + table.sql();
    try (CopyReader rows = CopyOutRows.open(connection, reconsidered(table, client))) {
      if (table.plan().key().hasSyncKey()) {
        readHashed(rows, reader);
      } else {
        readKeyed(rows, table.plan(), encoding, reader);
      }
    } catch (SQLException e) {
      throw SqlStates.toSyncException(what, e);
    }
  }

  private static String reconsidered(TargetTable table, ClientRow client) {
    String keys =
        table.keyColumns().stream()
            .map(name -> keyOfDrift(name, table))
            .collect(Collectors.joining(", "));
    String drift =
        " UNION SELECT record_key::text FROM "
            + DriftRows.entries(table)
            + " WHERE status = 'open' AND record_key IS NOT NULL AND table_name = "
            + Sql.literal(table.plan().target());
    return "SELECT "
        + keys
        + noExtra(table)
        + ", 0::bigint FROM (SELECT k.key::json AS record_key FROM ("
        + "SELECT record_key AS key FROM sync_metadata.conflict_log WHERE deployment_id = "
        + Sql.literal(client.id().toString())
        + " AND table_name = "
        + Sql.literal(table.plan().source())
        + " AND resolved_at IS NULL AND decision IS NOT NULL"
        + (client.conflicts().drift() == DriftSetting.REPAIR ? drift : "")
        + ") k) entries";
  }

  /** Whether the mirror of the table has no rows at all. */
  public static boolean isEmpty(Connection connection, TargetTable table) {
    String sql = "SELECT NOT EXISTS (SELECT FROM " + table.sql() + ")";
    try (Statement query = connection.createStatement();
        ResultSet row = query.executeQuery(sql)) {
      row.next();
      return row.getBoolean(1);
    } catch (SQLException e) {
      throw SqlStates.toSyncException("look into " + table.sql(), e);
    }
  }

  /** How many rows of the mirror are ours. */
  public static long count(Connection connection, TargetTable table) {
    return count(connection, table, table.sql() + " WHERE _sync_hash IS NOT NULL");
  }

  /** How many rows that are ours others deleted, or moved to another key. */
  public static long countRemovedByOthers(Connection connection, TargetTable table) {
    return count(connection, table, "(" + removedByOthers(table) + ") removed");
  }

  private static long count(Connection connection, TargetTable table, String rows) {
    String sql = "SELECT count(*) FROM " + rows;
    try (Statement query = connection.createStatement();
        ResultSet row = query.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw SqlStates.toSyncException("count the rows of " + table.sql(), e);
    }
  }

  /**
   * An entry keeps the first foreign act: a row that others changed and then deleted is told by its
   * absence.
   */
  private static String removedByOthers(TargetTable table) {
    String keys =
        table.keyColumns().stream()
            .map(name -> keyOfDrift(name, table))
            .collect(Collectors.joining(", "));
    String sameKey =
        table.keyColumns().stream()
            .map(name -> "t." + Sql.name(name) + " = " + keyOfDrift(name, table))
            .collect(Collectors.joining(" AND "));
    return "SELECT "
        + keys
        + noExtra(table)
        + ", ("
        + RowImages.readable("old_image")
        + " ->> '_sync_hash')::bigint FROM "
        + DriftRows.entries(table)
        + " WHERE status = 'open' AND old_image IS NOT NULL AND table_name = "
        + Sql.literal(table.plan().target())
        + " AND NOT EXISTS (SELECT FROM "
        + table.sql()
        + " t WHERE t._sync_hash IS NOT NULL AND "
        + sameKey
        + ")";
  }

  private static String keyOfDrift(String name, TargetTable table) {
    String type =
        table.plan().columns().stream()
            .filter(column -> column.target().equals(name))
            .map(column -> column.type().sql())
            .findFirst()
            .orElse("uuid");
    return "((record_key -> " + Sql.literal(name) + ") #>> '{}')::" + type;
  }

  private static String noExtra(TargetTable table) {
    return table.plan().key().hasSyncKey() ? "" : ", NULL::jsonb";
  }

  private static long readHashed(CopyReader rows, Reader reader) throws SQLException {
    long count = 0;
    while (rows.next()) {
      CopyRow fields = rows.row();
      reader.hashed(fields.uuid(0), fields.int64(1));
      count++;
    }
    return count;
  }

  private static long readKeyed(
      CopyReader rows, TablePlan plan, TextEncoding encoding, Reader reader) throws SQLException {
    List<ColumnPlan> keys = plan.key().columns().stream().map(plan::column).toList();
    TablePlan keyPlan = new TablePlan(plan.source(), plan.target(), keys, plan.key(), List.of());
    RowDecoder decoder = new RowDecoder(keyPlan, encoding);
    Row narrow = new Row(keys.size());
    Row wide = new Row(plan.columns().size());
    int[] positions = plan.keyPositions();
    long count = 0;
    while (rows.next()) {
      CopyRow fields = rows.row();
      decoder.decode(fields, narrow);
      for (int i = 0; i < positions.length; i++) {
        wide.copy(positions[i], narrow, i);
      }
      reader.keyed(wide, fields.int64(keys.size() + 1));
      count++;
    }
    return count;
  }
}
