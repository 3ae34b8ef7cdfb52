package dev.tributary.core.internal.values;

import dev.tributary.core.internal.table.Row;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;

/** {@code bigint}: holds INTEGER. */
record BigintCodec(TextForm form) implements ColumnCodec {

  @Override
  public boolean encode(Row row, int column, CopyBuffer out) {
    if (row.type(column) == Row.INTEGER) {
      out.int64(row.integer(column));
      return true;
    }
    whole(row, column).ifPresentOrElse(out::int64, out::putNull);
    return false;
  }

  @Override
  public void decode(CopyRow fields, int field, Row into, int column) {
    into.setInteger(column, fields.int64(field));
  }

  private Optional<Long> whole(Row row, int column) {
    return Stray.number(row, column, form)
        .filter(number -> number.stripTrailingZeros().scale() <= 0)
        .map(BigDecimal::toBigInteger)
        .filter(number -> number.bitLength() < Long.SIZE)
        .map(BigInteger::longValue);
  }
}
