package dev.tributary.core.internal.values;

import dev.tributary.core.internal.table.Row;

/**
 * {@code timestamptz} of an epoch in seconds, milli- or microseconds: holds INTEGER within
 * PostgreSQL's range, and shows strictly parsed ISO text.
 *
 * @param micros microseconds in one unit
 * @param epoch 2000-01-01, where PostgreSQL counts from, in the unit
 */
record TimestampCodec(long micros, long epoch, TextForm form) implements ColumnCodec {

  static TimestampCodec ofUnit(long unitsPerSecond, TextForm form) {
    return new TimestampCodec(
        PgTime.MICROS_PER_SECOND / unitsPerSecond, PgTime.EPOCH_SECONDS * unitsPerSecond, form);
  }

  @Override
  public boolean encode(Row row, int column, CopyBuffer out) {
    long value = row.bits(column);
    if (row.type(column) == Row.INTEGER && inRange(value)) {
      out.int64((value - epoch) * micros);
      return true;
    }
    PgTime.put(row, column, PgTime.MICROS_PER_SECOND / micros, form, out);
    return false;
  }

  @Override
  public void decode(CopyRow fields, int field, Row into, int column) {
    long time = fields.int64(field);
    long units = time / micros;
    boolean exact = PgTime.isFinite(time) && time % micros == 0 && units <= Long.MAX_VALUE - epoch;
    if (exact) {
      into.setInteger(column, units + epoch);
    } else {
      into.setReal(column, PgTime.unixUnits(time, (double) PgTime.MICROS_PER_SECOND / micros));
    }
  }

  private boolean inRange(long value) {
    // The first test keeps the subtraction from overflowing.
    return value >= PgTime.MIN / micros + epoch && value - epoch <= (PgTime.END - 1) / micros;
  }
}
