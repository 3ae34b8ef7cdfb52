package dev.tributary.test.sqlite;

/**
 * One thing in which two files differ.
 *
 * @param where the table, {@code sqlite_schema} or a pragma
 * @param row the key or rowid of the row, or the name of the object
 * @param column empty if the whole row or object differs
 */
public record Difference(String where, String row, String column, String left, String right) {
  @Override
  public String toString() {
    String place = column.isEmpty() ? row : row + "." + column;
    return "%s %s: %s | %s".formatted(where, place, left, right);
  }
}
