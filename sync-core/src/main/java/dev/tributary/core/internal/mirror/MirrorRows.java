package dev.tributary.core.internal.mirror;

import dev.tributary.core.internal.apply.CopyOutRows;
import dev.tributary.core.internal.apply.TargetTable;
import dev.tributary.core.internal.catalog.ClientRow;
import dev.tributary.core.internal.jdbc.Sql;
import dev.tributary.core.internal.jdbc.SqlStates;
import dev.tributary.core.internal.table.KeyHash;
import dev.tributary.core.internal.table.Row;
import dev.tributary.core.internal.table.TablePlan;
import dev.tributary.core.internal.table.TextEncoding;
import dev.tributary.core.internal.values.CopyReader;
import dev.tributary.core.internal.values.CopyRow;
import dev.tributary.core.internal.values.RowDecoder;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Reads the rows of a mirrored table as cells of the source, one after the other.
 *
 * <p>Memory is bound to one row, which the next one overwrites.
 */
public final class MirrorRows implements AutoCloseable {
  private final String what;
  private final boolean trusted;
  private final CopyReader reader;
  private final RowDecoder decoder;
  private final Row row;
  private final int hash;

  private MirrorRows(
      String what, boolean trusted, CopyReader reader, TablePlan plan, TextEncoding encoding) {
    this.what = what;
    this.trusted = trusted;
    this.reader = reader;
    this.decoder = new RowDecoder(plan, encoding);
    this.row = new Row(plan.columns().size());
    this.hash = plan.columns().size() + 1;
  }

  static MirrorRows open(
      Connection connection, ClientRow client, TablePlan plan, TextEncoding encoding) {
    String table = Sql.table(client.schema(), plan.target());
    String what = "read " + table;
    try {
      CopyReader reader = CopyOutRows.open(connection, select(table, plan));
      return new MirrorRows(what, client.trusted(), reader, plan, encoding);
    } catch (SQLException e) {
      throw SqlStates.toSyncException(what, e);
    }
  }

  private static String select(String table, TablePlan plan) {
    StringBuilder columns = new StringBuilder();
    plan.columns().forEach(column -> columns.append(Sql.name(column.target())).append(", "));
    String key = plan.key().hasSyncKey() ? ", _sync_key" : "";
    return "SELECT %s_sync_extra, _sync_hash, coalesce(xmin <> _sync_xid::xid, true)%s FROM %s t"
            .formatted(columns, key, table)
        + " WHERE ("
        + TargetTable.kept("t")
        + ") IS NOT TRUE";
  }

  /** Reads the next row; false: that was the last. */
  public boolean next() {
    try {
      if (!reader.next()) {
        return false;
      }
      if (trusted && !reader.row().bool(hash + 1)) {
        decoder.decode(reader.row(), row);
      } else {
        decoder.decodeTouched(reader.row(), row);
      }
      return true;
    } catch (SQLException e) {
      throw SqlStates.toSyncException(what, e);
    }
  }

  /**
   * Reads over what is left. Closing before the last row would cancel the statement, and with it
   * the transaction.
   */
  public void skipRest() {
    try {
      boolean more = true;
      while (more) {
        more = reader.next();
      }
    } catch (SQLException e) {
      throw SqlStates.toSyncException(what, e);
    }
  }

  public Row row() {
    return row;
  }

  /** Whether others put this row into the mirror: the source never had it. */
  public boolean isForeign() {
    return reader.row().isNull(hash);
  }

  /** The row hash as of the last sync; only of rows that are not foreign. */
  public long hash() {
    return reader.row().int64(hash);
  }

  /** The stored key; only of tables that have one, and not of all foreign rows. */
  public KeyHash key() {
    CopyRow fields = reader.row();
    return fields.uuid(hash + 2);
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (SQLException e) {
      throw SqlStates.toSyncException(what, e);
    }
  }
}
