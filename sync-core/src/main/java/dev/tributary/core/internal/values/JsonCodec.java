package dev.tributary.core.internal.values;

import dev.tributary.core.internal.table.Row;

/** {@code json}: holds TEXT that is valid JSON, letter by letter. */
record JsonCodec(TextForm form) implements ColumnCodec {

  @Override
  public boolean encode(Row row, int column, CopyBuffer out) {
    if (row.type(column) == Row.TEXT) {
      return encodeText(row.bytes(column), out);
    }
    int start = out.startField();
    if (putNumber(row, column, out)) {
      out.endField(start);
    } else {
      withdraw(start, out);
    }
    return false;
  }

  @Override
  public void decode(CopyRow fields, int field, Row into, int column) {
    into.setText(column, form.toFile(fields.array(), fields.offset(field), fields.end(field)));
  }

  private boolean encodeText(byte[] text, CopyBuffer out) {
    int start = out.startField();
    if (form.putUnchecked(text, out) && JsonText.isValid(out.array(), start, out.length())) {
      out.endField(start);
      return true;
    }
    withdraw(start, out);
    return false;
  }

  /** Writes the JSON number that the cell is. False: it is none. */
  static boolean putNumber(Row row, int column, CopyBuffer out) {
    boolean infinite = row.type(column) == Row.REAL && !Double.isFinite(row.real(column));
    if (infinite || !Stray.isNumber(row, column)) {
      return false;
    }
    out.putAscii(Stray.words(row, column));
    return true;
  }

  /** Makes the field that starts here a NULL. */
  static void withdraw(int start, CopyBuffer out) {
    out.length(start - 4);
    out.putNull();
  }
}
