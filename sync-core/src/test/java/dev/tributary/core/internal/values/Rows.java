package dev.tributary.core.internal.values;

import dev.tributary.api.Cell;
import dev.tributary.core.internal.table.Row;
import dev.tributary.core.internal.table.TablePlan;
import dev.tributary.core.internal.table.TextEncoding;
import java.io.ByteArrayInputStream;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Rows of cells, encoded and decoded without a database. */
final class Rows {
  private Rows() {}

  static Row of(List<Cell> cells) {
    Row row = new Row(cells.size());
    for (int i = 0; i < cells.size(); i++) {
      row.set(i, cells.get(i));
    }
    return row;
  }

  static List<Cell> cells(Row row) {
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < row.width(); i++) {
      cells.add(row.cell(i));
    }
    return cells;
  }

  /** A whole stream of one row: the plan's columns and {@code _sync_extra}. */
  static byte[] encode(TablePlan plan, TextEncoding encoding, List<Cell> cells) {
    RowEncoder encoder = new RowEncoder(plan, encoding);
    CopyBuffer out = new CopyBuffer(16);
    CopyBuffer.header(out);
    out.startRow(cells.size() + 1);
    encoder.encodeColumns(of(cells), out);
    encoder.extra().putField(out);
    CopyBuffer.trailer(out);
    return out.toByteArray();
  }

  static List<Cell> decode(TablePlan plan, TextEncoding encoding, byte[] stream)
      throws SQLException {
    try (CopyReader reader = CopyReader.of(new ByteArrayInputStream(stream))) {
      reader.next();
      Row row = new Row(plan.columns().size());
      new RowDecoder(plan, encoding).decode(reader.row(), row);
      return cells(row);
    }
  }
}
