package dev.tributary.core.internal.values;

import dev.tributary.core.internal.table.Row;
import dev.tributary.core.internal.table.TargetType;

/**
 * One column's cells as fields of one PostgreSQL type, and back.
 *
 * <p>Whenever {@link #encode} says true, {@link #decode} of that field alone gives the same cell.
 */
interface ColumnCodec {

  static ColumnCodec of(TargetType type, TextForm form) {
    return switch (type) {
      case BIGINT -> new BigintCodec(form);
      case BOOLEAN -> new BooleanCodec(form);
      case DOUBLE -> new DoubleCodec(form);
      case NUMERIC -> new NumericCodec(form);
      case TEXT -> new TextCodec(form);
      case BYTEA -> new ByteaCodec();
      case JSON -> new JsonCodec(form);
      case JSONB -> new JsonbCodec(form);
      case TIMESTAMPTZ_S -> TimestampCodec.ofUnit(1, form);
      case TIMESTAMPTZ_MS -> TimestampCodec.ofUnit(1_000, form);
      case TIMESTAMPTZ_US -> TimestampCodec.ofUnit(1_000_000, form);
      case TIMESTAMPTZ_NS -> new NanoTimestampCodec(form);
    };
  }

  /**
   * Writes one field for a cell that is not NULL. False: the field shows the best readable value or
   * NULL, and the exact cell must travel beside it.
   */
  boolean encode(Row row, int column, CopyBuffer out);

  /** Reads a field that is not null. */
  void decode(CopyRow fields, int field, Row into, int column);

  /** Does the field show this cell, or did somebody change it? */
  default boolean shows(Row row, int column, CopyRow fields, int field) {
    CopyBuffer shown = new CopyBuffer(64);
    encode(row, column, shown);
    CopyBuffer found = new CopyBuffer(64);
    if (fields.isNull(field)) {
      found.putNull();
    } else {
      found.bytes(fields.array(), fields.offset(field), fields.length(field));
    }
    return shown.sameBytes(found);
  }
}
