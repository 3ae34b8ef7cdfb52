package dev.tributary.core.internal.values;

import dev.tributary.core.internal.table.Row;

/** {@code text}: holds TEXT that is valid and has no NUL. */
record TextCodec(TextForm form) implements ColumnCodec {

  @Override
  public boolean encode(Row row, int column, CopyBuffer out) {
    if (row.type(column) == Row.TEXT) {
      int start = out.startField();
      boolean exact = form.put(row.bytes(column), out);
      out.endField(start);
      return exact;
    }
    show(row, column, out);
    return false;
  }

  @Override
  public void decode(CopyRow fields, int field, Row into, int column) {
    into.setText(column, form.toFile(fields.array(), fields.offset(field), fields.end(field)));
  }

  private static void show(Row row, int column, CopyBuffer out) {
    byte[] bytes = row.bytes(column);
    if (Stray.isNumber(row, column)) {
      int start = out.startField();
      out.putAscii(Stray.words(row, column));
      out.endField(start);
    } else if (Utf8.isText(bytes, 0, bytes.length)) {
      out.bytes(bytes);
    } else {
      out.putNull();
    }
  }
}
