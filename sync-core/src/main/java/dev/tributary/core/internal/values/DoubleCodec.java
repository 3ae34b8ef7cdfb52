package dev.tributary.core.internal.values;

import dev.tributary.core.internal.table.Row;
import java.math.BigDecimal;

/** {@code double precision}: holds REAL, bit by bit. */
record DoubleCodec(TextForm form) implements ColumnCodec {

  @Override
  public boolean encode(Row row, int column, CopyBuffer out) {
    if (row.type(column) == Row.REAL) {
      out.int64(row.bits(column));
      return true;
    }
    Stray.number(row, column, form)
        .map(BigDecimal::doubleValue)
        .ifPresentOrElse(out::float8, out::putNull);
    return false;
  }

  @Override
  public void decode(CopyRow fields, int field, Row into, int column) {
    double value = fields.float8(field);
    if (Double.isNaN(value)) {
      // Somebody else wrote it: SQLite has none and keeps NULL for it.
      into.setNull(column);
    } else {
      into.setReal(column, value);
    }
  }
}
