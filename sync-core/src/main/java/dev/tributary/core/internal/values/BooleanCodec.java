package dev.tributary.core.internal.values;

import dev.tributary.core.internal.table.Row;
import java.util.Locale;

/** {@code boolean}: holds the INTEGERs 0 and 1. */
record BooleanCodec(TextForm form) implements ColumnCodec {

  @Override
  public boolean encode(Row row, int column, CopyBuffer out) {
    long value = row.bits(column);
    if (row.type(column) == Row.INTEGER && (value == 0 || value == 1)) {
      out.bool(value == 1);
      return true;
    }
    show(row, column, out);
    return false;
  }

  @Override
  public void decode(CopyRow fields, int field, Row into, int column) {
    into.setInteger(column, fields.bool(field) ? 1 : 0);
  }

  private void show(Row row, int column, CopyBuffer out) {
    String word =
        row.type(column) == Row.REAL
            ? Stray.words(row, column)
            : Stray.text(row, column, form).toLowerCase(Locale.ROOT);
    switch (word) {
      case "1.0", "1", "true", "t" -> out.bool(true);
      case "0.0", "0", "false", "f" -> out.bool(false);
      default -> out.putNull();
    }
  }
}
