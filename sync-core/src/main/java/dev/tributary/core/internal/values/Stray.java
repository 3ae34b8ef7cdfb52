package dev.tributary.core.internal.values;

import dev.tributary.core.internal.table.Row;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A readable look at a cell that its column's type cannot hold. Never exact, so never the way back;
 * strays are rare, so it may make garbage.
 */
final class Stray {
  private static final int MAX_TEXT = 200;
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?\\d{1,40}(\\.\\d{1,40})?([eE][+-]?\\d{1,3})?");

  private Stray() {}

  /** The number that the cell is, or that its whole text is. */
  static Optional<BigDecimal> number(Row row, int column, TextForm form) {
    return switch (row.type(column)) {
      case Row.INTEGER -> Optional.of(BigDecimal.valueOf(row.integer(column)));
      case Row.REAL ->
          Double.isFinite(row.real(column))
              ? Optional.of(new BigDecimal(Double.toString(row.real(column))))
              : Optional.empty();
      case Row.TEXT ->
          Optional.of(text(row, column, form))
              .filter(text -> NUMBER.matcher(text).matches())
              .map(BigDecimal::new);
      default -> Optional.empty();
    };
  }

  /** The cell's text; empty when it has none or a long one. */
  static String text(Row row, int column, TextForm form) {
    boolean isText = row.type(column) == Row.TEXT && row.bytes(column).length <= MAX_TEXT;
    return isText ? form.string(row.bytes(column)) : "";
  }

  /** A number as PostgreSQL and SQLite would read it. */
  static String words(Row row, int column) {
    return row.type(column) == Row.INTEGER
        ? Long.toString(row.integer(column))
        : Double.toString(row.real(column));
  }

  static boolean isNumber(Row row, int column) {
    return row.type(column) == Row.INTEGER || row.type(column) == Row.REAL;
  }
}
