package dev.tributary.core.internal.values;

import dev.tributary.api.Cell;
import dev.tributary.core.internal.table.ColumnPlan;
import dev.tributary.core.internal.table.KeyHash;
import dev.tributary.core.internal.table.Row;
import dev.tributary.core.internal.table.TablePlan;
import dev.tributary.core.internal.table.TextEncoding;
import dev.tributary.test.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;

/** A mirrored table in a real PostgreSQL, written and read by binary COPY. */
final class MirrorTable implements AutoCloseable {
  private final Connection connection;
  private final TablePlan plan;
  private final TextEncoding encoding;

  MirrorTable(TestDatabase database, TablePlan plan, TextEncoding encoding) throws SQLException {
    this.connection = database.connect();
    this.plan = plan;
    this.encoding = encoding;
    String columns =
        plan.columns().stream()
            .map(column -> column.target() + " " + column.type().sql())
            .collect(Collectors.joining(", "));
    String syncKey = plan.key().hasSyncKey() ? ", _sync_key uuid" : "";
    execute(
        "CREATE TEMP TABLE t (%s, _sync_hash bigint, _sync_xid xid8, _sync_extra jsonb%s)"
            .formatted(columns, syncKey));
  }

  /** Saves the time to compress large cells. */
  void storeUncompressed() throws SQLException {
    for (ColumnPlan column : plan.columns()) {
      if (column.type().sql().matches("text|bytea|json|jsonb")) {
        execute("ALTER TABLE t ALTER %s SET STORAGE EXTERNAL".formatted(column.target()));
      }
    }
    execute("ALTER TABLE t ALTER _sync_extra SET STORAGE EXTERNAL");
  }

  /** Replaces what the table holds. The rows are numbered in {@code _sync_hash}. */
  void write(List<List<Cell>> rows) throws SQLException {
    execute("TRUNCATE t");
    RowEncoder encoder = new RowEncoder(plan, encoding);
    CopyBuffer out = new CopyBuffer();
    CopyBuffer.header(out);
    for (int i = 0; i < rows.size(); i++) {
      encoder.encode(Rows.of(rows.get(i)), i, 42, new KeyHash(i, -i), out);
    }
    CopyBuffer.trailer(out);
    CopyManager copies = connection.unwrap(PGConnection.class).getCopyAPI();
    CopyIn in = copies.copyIn("COPY t FROM STDIN (FORMAT binary)");
    in.writeToCopy(out.array(), 0, out.length());
    in.endCopy();
  }

  List<List<Cell>> read() throws SQLException {
    return read(RowDecoder::decode);
  }

  List<List<Cell>> readTouched() throws SQLException {
    return read(RowDecoder::decodeTouched);
  }

  /** One value as text; {@code "NULL"} for NULL. */
  String text(String expression) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows =
            statement.executeQuery(
                "SELECT coalesce((%s)::text, 'NULL') FROM t".formatted(expression))) {
      rows.next();
      return rows.getString(1);
    }
  }

  void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }

  private interface Decoding {
    void read(RowDecoder decoder, CopyRow fields, Row into);
  }

  private List<List<Cell>> read(Decoding decoding) throws SQLException {
    String names =
        plan.columns().stream().map(ColumnPlan::target).collect(Collectors.joining(", "));
    String sql =
        "COPY (SELECT %s, _sync_extra FROM t ORDER BY _sync_hash) TO STDOUT (FORMAT binary)"
            .formatted(names);
    RowDecoder decoder = new RowDecoder(plan, encoding);
    Row row = new Row(plan.columns().size());
    List<List<Cell>> rows = new ArrayList<>();
    try (CopyReader reader = CopyReader.of(connection, sql)) {
      while (reader.next()) {
        decoding.read(decoder, reader.row(), row);
        rows.add(Rows.cells(row));
      }
    }
    return rows;
  }
}
