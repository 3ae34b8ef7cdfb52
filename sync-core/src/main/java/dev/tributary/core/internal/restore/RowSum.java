package dev.tributary.core.internal.restore;

import com.dynatrace.hash4j.hashing.HashStream128;
import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hashing;
import dev.tributary.core.internal.table.Row;

/**
 * 128 bits and a count that stand for a set of rows in any order.
 *
 * <p>Class, length and bytes of each cell go into a row's hash; the hashes are added.
 */
final class RowSum {
  private final int[] columns;
  private final HashStream128 hash = Hashing.xxh3_128().hashStream();
  private long rows;
  private long low;
  private long high;

  /**
   * @param columns the positions that count
   */
  RowSum(int[] columns) {
    this.columns = columns.clone();
  }

  void add(Row row) {
    hash.reset();
    for (int column : columns) {
      add(row, column);
    }
    HashValue128 value = hash.get();
    low += value.getLeastSignificantBits();
    high += value.getMostSignificantBits();
    rows++;
  }

  private void add(Row row, int column) {
    byte type = row.type(column);
    hash.putByte(type);
    switch (type) {
      case Row.INTEGER, Row.REAL -> hash.putLong(row.bits(column));
      case Row.TEXT, Row.BLOB -> {
        byte[] bytes = row.bytes(column);
        hash.putInt(bytes.length);
        hash.putBytes(bytes);
      }
      default -> {} // NULL has nothing but its class
    }
  }

  /** A sum over the same columns, of no rows yet. */
  RowSum ofNone() {
    return new RowSum(columns);
  }

  long rows() {
    return rows;
  }

  boolean sameRows(RowSum other) {
    return rows == other.rows && low == other.low && high == other.high;
  }
}
