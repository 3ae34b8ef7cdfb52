package dev.tributary.core.internal.sqlite;

import dev.tributary.core.internal.table.Row;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Reads a record of a rowid table as SQLite itself would, or not at all.
 *
 * <p>Source: "Database File Format", section 2. A column of REAL affinity may be stored as an
 * integer and is a REAL all the same; a NaN is NULL.
 */
public final class RecordReader {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final int FIRST_BLOB = 12;
  private static final int[] SIZES = {0, 1, 2, 3, 4, 6, 8, 8, 0, 0};

  private final boolean[] real;
  private final int rowidColumn;

  /**
   * @param real which columns have REAL affinity
   * @param rowidColumn the column that is another name of the rowid; -1: none
   */
  public RecordReader(boolean[] real, int rowidColumn) {
    this.real = real.clone();
    this.rowidColumn = rowidColumn;
  }

  /**
   * False: only SQLite knows what this row is, such as one that is older than a column of its
   * table. The row is then undefined.
   */
  public boolean read(long rowid, byte[] bytes, int from, int length, Row row) {
    int end = from + length;
    int size = Varint.size(bytes, from, end);
    long headerSize = Varint.value(bytes, from, size);
    if (size == 0 || headerSize > length) {
      return false;
    }
    int types = from + size;
    int typesEnd = from + (int) headerSize;
    int body = typesEnd;
    for (int column = 0; column < real.length; column++) {
      if (types >= typesEnd) {
        return false;
      }
      long type = bytes[types];
      if (type >= 0) {
        types++;
      } else {
        size = Varint.size(bytes, types, typesEnd);
        type = Varint.value(bytes, types, size);
        types += size;
        if (size == 0 || type < 0) {
          return false;
        }
      }
      long value = valueSize(type);
      if (value < 0 || value > end - body) {
        return false;
      }
      set(row, column, type, bytes, body, (int) value);
      body += (int) value;
      if (column == rowidColumn) {
        if (type != 0) {
          return false;
        }
        row.setInteger(column, rowid);
      }
    }
    return types == typesEnd;
  }

  private static long valueSize(long type) {
    if (type >= FIRST_BLOB) {
      return (type - FIRST_BLOB) >>> 1;
    }
    return type < SIZES.length ? SIZES[(int) type] : -1;
  }

  private void set(Row row, int column, long type, byte[] bytes, int at, int size) {
    if (type >= FIRST_BLOB) {
      byte[] value = Arrays.copyOfRange(bytes, at, at + size);
      if ((type & 1) == 0) {
        row.setBlob(column, value);
      } else {
        row.setText(column, value);
      }
    } else if (type == 0) {
      row.setNull(column);
    } else if (type == 7) {
      setDouble(row, column, Double.longBitsToDouble((long) LONG.get(bytes, at)));
    } else if (real[column]) {
      row.setReal(column, integer((int) type, bytes, at));
    } else {
      row.setInteger(column, integer((int) type, bytes, at));
    }
  }

  private static void setDouble(Row row, int column, double value) {
    if (value != value) {
      row.setNull(column);
    } else {
      row.setReal(column, value);
    }
  }

  private static long integer(int type, byte[] bytes, int at) {
    return switch (type) {
      case 1 -> bytes[at];
      case 2 -> (short) SHORT.get(bytes, at);
      case 3 -> bytes[at] << 16 | Short.toUnsignedInt((short) SHORT.get(bytes, at + 1));
      case 4 -> (int) INT.get(bytes, at);
      case 5 ->
          (long) (short) SHORT.get(bytes, at) << 32
              | Integer.toUnsignedLong((int) INT.get(bytes, at + 2));
      case 6 -> (long) LONG.get(bytes, at);
      case 9 -> 1;
      default -> 0;
    };
  }
}
