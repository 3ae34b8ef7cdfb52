package dev.tributary.core.internal.values;

import dev.tributary.core.internal.table.Row;

/** {@code bytea}: holds BLOB, and shows the bytes of a TEXT. */
record ByteaCodec() implements ColumnCodec {

  @Override
  public boolean encode(Row row, int column, CopyBuffer out) {
    if (Stray.isNumber(row, column)) {
      out.putNull();
      return false;
    }
    out.bytes(row.bytes(column));
    return row.type(column) == Row.BLOB;
  }

  @Override
  public void decode(CopyRow fields, int field, Row into, int column) {
    into.setBlob(column, fields.bytes(field));
  }
}
