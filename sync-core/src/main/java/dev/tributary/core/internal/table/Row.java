package dev.tributary.core.internal.table;

import dev.tributary.api.Cell;
import dev.tributary.api.RowImage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One row, reused for the next: reading millions of rows makes no garbage but the bytes of text and
 * blobs. Columns are in the order of the {@link TablePlan}. The type codes are SQLite's own. Not
 * thread-safe.
 */
public final class Row {
  public static final byte INTEGER = 1;
  public static final byte REAL = 2;
  public static final byte TEXT = 3;
  public static final byte BLOB = 4;
  public static final byte NULL = 5;

  private static final byte[] EMPTY = {};

  private final byte[] types;
  private final long[] bits;
  private final byte[][] bytes;

  public Row(int width) {
    types = new byte[width];
    bits = new long[width];
    bytes = new byte[width][];
    for (int i = 0; i < width; i++) {
      setNull(i);
    }
  }

  public int width() {
    return types.length;
  }

  public byte type(int column) {
    return types[column];
  }

  public boolean isNull(int column) {
    return types[column] == NULL;
  }

  /** The value of an INTEGER. */
  public long integer(int column) {
    return bits[column];
  }

  /** The value of a REAL. */
  public double real(int column) {
    return Double.longBitsToDouble(bits[column]);
  }

  /** The IEEE bits of a REAL, or the value of an INTEGER. */
  public long bits(int column) {
    return bits[column];
  }

  /** The bytes of a TEXT, in the file's encoding, or of a BLOB. Not to be changed. */
  public byte[] bytes(int column) {
    return bytes[column];
  }

  public void setNull(int column) {
    types[column] = NULL;
    bytes[column] = EMPTY;
    bits[column] = 0;
  }

  public void setInteger(int column, long value) {
    types[column] = INTEGER;
    bits[column] = value;
    bytes[column] = EMPTY;
  }

  public void setReal(int column, double value) {
    types[column] = REAL;
    bits[column] = Double.doubleToRawLongBits(value);
    bytes[column] = EMPTY;
  }

  public void setText(int column, byte[] value) {
    types[column] = TEXT;
    bytes[column] = value;
  }

  public void setBlob(int column, byte[] value) {
    types[column] = BLOB;
    bytes[column] = value;
  }

  public void set(int column, Cell cell) {
    if (cell instanceof Cell.Int integer) {
      setInteger(column, integer.value());
    } else if (cell instanceof Cell.Real real) {
      setReal(column, real.value());
    } else if (cell instanceof Cell.Text text) {
      setText(column, text.bytes());
    } else if (cell instanceof Cell.Blob blob) {
      setBlob(column, blob.bytes());
    } else {
      setNull(column);
    }
  }

  /** Takes a cell of another row. */
  public void copy(int column, Row from, int fromColumn) {
    types[column] = from.types[fromColumn];
    bits[column] = from.bits[fromColumn];
    bytes[column] = from.bytes[fromColumn];
  }

  public void clear() {
    for (int i = 0; i < types.length; i++) {
      setNull(i);
    }
  }

  public Cell cell(int column) {
    return switch (types[column]) {
      case INTEGER -> new Cell.Int(bits[column]);
      case REAL -> new Cell.Real(real(column));
      case TEXT -> new Cell.Text(bytes[column]);
      case BLOB -> new Cell.Blob(bytes[column]);
      default -> Cell.NULL;
    };
  }

  /** A copy that lives on, with the source's column names. */
  public RowImage image(List<ColumnPlan> columns) {
    Map<String, Cell> cells = new LinkedHashMap<>();
    for (int i = 0; i < types.length; i++) {
      cells.put(columns.get(i).name(), cell(i));
    }
    return new RowImage(cells);
  }
}
