package dev.tributary.core.internal.capture;

import dev.tributary.core.internal.table.Row;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * The bytes of cells, as hashes see them: type tag, length, bytes.
 *
 * <p>Two different lists of cells never give the same bytes. The form is part of what is stored in
 * PostgreSQL: changing it means a new {@link RowHasher#VERSION}. What is small is gathered in one
 * buffer; large values go to the sink as they are, so that they are not copied.
 */
final class CellBytes {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int SMALL = 64 << 10;
  private static final int LARGEST_BUFFER = 4 * SMALL;

  private final Sink sink;
  private byte[] buffer = new byte[1024];
  private int length;
  private boolean spilled;

  /**
   * @param sink gets what the buffer cannot hold, in order
   */
  CellBytes(Sink sink) {
    this.sink = sink;
  }

  void clear() {
    length = 0;
    spilled = false;
  }

  /** Whether a part went to the sink; then {@link #spill()} sends the rest. */
  boolean spilled() {
    return spilled;
  }

  byte[] array() {
    return buffer;
  }

  int length() {
    return length;
  }

  void spill() {
    sink.put(buffer, 0, length);
    length = 0;
    spilled = true;
  }

  void putLong(long value) {
    reserve(Long.BYTES);
    LONGS.set(buffer, length, value);
    length += Long.BYTES;
  }

  void putCell(Row row, int column) {
    byte type = row.type(column);
    reserve(1 + Long.BYTES);
    buffer[length++] = type;
    switch (type) {
      case Row.INTEGER, Row.REAL -> {
        LONGS.set(buffer, length, row.bits(column));
        length += Long.BYTES;
      }
      case Row.TEXT, Row.BLOB -> putBytes(row.bytes(column));
      default -> {} // NULL has nothing but its tag
    }
  }

  private void putBytes(byte[] bytes) {
    reserve(Integer.BYTES);
    INTS.set(buffer, length, bytes.length);
    length += Integer.BYTES;
    if (bytes.length > SMALL) {
      spill();
      sink.put(bytes, 0, bytes.length);
    } else {
      reserve(bytes.length);
      System.arraycopy(bytes, 0, buffer, length, bytes.length);
      length += bytes.length;
    }
  }

  private void reserve(int more) {
    if (length + more <= buffer.length) {
      return;
    }
    if (length + more > LARGEST_BUFFER) {
      spill();
    }
    if (length + more > buffer.length) {
      int size = Math.max(2 * buffer.length, length + more);
      buffer = Arrays.copyOf(buffer, Math.min(size, LARGEST_BUFFER));
    }
  }

  /** Takes bytes at once; the array is reused. */
  @FunctionalInterface
  interface Sink {
    void put(byte[] bytes, int offset, int length);
  }
}
