package dev.tributary.core.internal.values;

import dev.tributary.api.RowRejected;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Growing bytes in the format of PostgreSQL's binary COPY.
 *
 * <p>The {@code put} methods write bare values; the methods named by a type write a whole field:
 * its length and its value. Not thread-safe; {@link #array()} is valid until the next write.
 */
public final class CopyBuffer {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final byte[] SIGNATURE =
      "PGCOPY\n\377\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
  private static final byte JSONB_VERSION = 1;
  private static final int LIMIT = Integer.MAX_VALUE - 8;
  private static final int STEP = 4 << 20;

  private final int kept;
  private byte[] array;
  private int length;

  public CopyBuffer() {
    this(8 << 10);
  }

  public CopyBuffer(int capacity) {
    array = new byte[capacity];
    kept = Math.max(capacity, STEP);
  }

  /** What a stream of rows starts with. */
  public static void header(CopyBuffer out) {
    out.putBytes(SIGNATURE, 0, SIGNATURE.length);
    out.putInt(0);
    out.putInt(0);
  }

  /** What a stream of rows ends with. */
  public static void trailer(CopyBuffer out) {
    out.putShort(-1);
  }

  public int length() {
    return length;
  }

  public byte[] array() {
    return array;
  }

  /** Empties it; the memory of one outsized row is given back. */
  public void clear() {
    length = 0;
    if (array.length > kept) {
      array = new byte[kept];
    }
  }

  public byte[] toByteArray() {
    return Arrays.copyOf(array, length);
  }

  public void startRow(int fields) {
    putShort(fields);
  }

  public void putNull() {
    putInt(-1);
  }

  public void int64(long value) {
    reserve(12);
    INT.set(array, length, 8);
    LONG.set(array, length + 4, value);
    length += 12;
  }

  public void float8(double value) {
    int64(Double.doubleToRawLongBits(value));
  }

  public void bool(boolean value) {
    reserve(5);
    INT.set(array, length, 1);
    array[length + 4] = (byte) (value ? 1 : 0);
    length += 5;
  }

  public void bytes(byte[] value) {
    bytes(value, 0, value.length);
  }

  public void bytes(byte[] value, int from, int size) {
    putInt(size);
    putBytes(value, from, size);
  }

  public void uuid(long high, long low) {
    putInt(16);
    putLong(high);
    putLong(low);
  }

  /** JSON text as a {@code jsonb} field. */
  public void jsonb(byte[] json, int from, int size) {
    putInt(size + 1);
    putByte(JSONB_VERSION);
    putBytes(json, from, size);
  }

  public void putByte(int value) {
    reserve(1);
    array[length++] = (byte) value;
  }

  public void putShort(int value) {
    reserve(2);
    SHORT.set(array, length, (short) value);
    length += 2;
  }

  public void putInt(int value) {
    reserve(4);
    INT.set(array, length, value);
    length += 4;
  }

  public void putLong(long value) {
    reserve(8);
    LONG.set(array, length, value);
    length += 8;
  }

  public void putBytes(byte[] value, int from, int size) {
    reserve(size);
    System.arraycopy(value, from, array, length, size);
    length += size;
  }

  void putAscii(String value) {
    putBytes(value.getBytes(StandardCharsets.ISO_8859_1), 0, value.length());
  }

  /** Starts a field whose length is not known yet; the answer is for {@link #endField}. */
  int startField() {
    putInt(0);
    return length;
  }

  void endField(int start) {
    INT.set(array, start - 4, length - start);
  }

  /** Room for so many more bytes, so that a caller may write into {@link #array()} itself. */
  void reserve(int more) {
    if (array.length - length < more) {
      grow(more);
    }
  }

  /** Takes back what was written after, or takes in what was written into {@link #array()}. */
  void length(int newLength) {
    length = newLength;
  }

  boolean sameBytes(CopyBuffer other) {
    return Arrays.equals(array, 0, length, other.array, 0, other.length);
  }

  private void grow(int more) {
    long needed = (long) length + more;
    if (needed > LIMIT) {
      String message = "a row needs %d bytes; PostgreSQL takes 1 GB".formatted(needed);
      throw new RowRejected(message, "54000", new ArithmeticException(message));
    }
    array = Arrays.copyOf(array, (int) Math.min(LIMIT, needed + Math.min(needed, STEP)));
  }
}
