package dev.tributary.core.internal.values;

import dev.tributary.core.internal.table.Row;

/**
 * {@code timestamptz} of an epoch in nanoseconds: holds INTEGERs that are whole microseconds, and
 * shows the others cut to them.
 */
record NanoTimestampCodec(TextForm form) implements ColumnCodec {
  private static final long NANOS = 1000;
  private static final long EPOCH = PgTime.EPOCH_SECONDS * PgTime.MICROS_PER_SECOND;
  private static final long LAST = Long.MAX_VALUE / NANOS;

  @Override
  public boolean encode(Row row, int column, CopyBuffer out) {
    if (row.type(column) == Row.INTEGER) {
      long value = row.integer(column);
      out.int64(Math.floorDiv(value, NANOS) - EPOCH);
      return value % NANOS == 0;
    }
    PgTime.put(row, column, PgTime.MICROS_PER_SECOND * NANOS, form, out);
    return false;
  }

  @Override
  public void decode(CopyRow fields, int field, Row into, int column) {
    long time = fields.int64(field);
    if (PgTime.isFinite(time) && time <= LAST - EPOCH && time >= -LAST - EPOCH) {
      into.setInteger(column, (time + EPOCH) * NANOS);
    } else {
      into.setReal(column, PgTime.unixUnits(time, PgTime.MICROS_PER_SECOND * (double) NANOS));
    }
  }
}
