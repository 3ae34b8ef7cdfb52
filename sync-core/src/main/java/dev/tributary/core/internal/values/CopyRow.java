package dev.tributary.core.internal.values;

import dev.tributary.core.internal.table.KeyHash;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One row of a binary COPY, a view that the next row overwrites.
 *
 * <p>The typed getters trust the caller to know the column's type, and that the field is not null.
 */
public final class CopyRow {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private byte[] array = {};
  private int[] offsets = {};
  private int[] lengths = {};
  private int fields;

  CopyRow() {}

  public int fields() {
    return fields;
  }

  public boolean isNull(int field) {
    return lengths[field] < 0;
  }

  /** The bytes of all fields. */
  public byte[] array() {
    return array;
  }

  /** Where the field starts in {@link #array()}. */
  public int offset(int field) {
    return offsets[field];
  }

  /** The size of the field; negative: null. */
  public int length(int field) {
    return lengths[field];
  }

  public int end(int field) {
    return offsets[field] + lengths[field];
  }

  public long int64(int field) {
    return (long) LONG.get(array, offsets[field]);
  }

  public double float8(int field) {
    return Double.longBitsToDouble(int64(field));
  }

  public boolean bool(int field) {
    return array[offsets[field]] != 0;
  }

  public KeyHash uuid(int field) {
    return new KeyHash(int64(field), (long) LONG.get(array, offsets[field] + 8));
  }

  /** The fields from this one on, as a row of their own over the same bytes. */
  public CopyRow from(int field) {
    CopyRow rest = new CopyRow();
    rest.array = array;
    rest.offsets = Arrays.copyOfRange(offsets, field, fields);
    rest.lengths = Arrays.copyOfRange(lengths, field, fields);
    rest.fields = fields - field;
    return rest;
  }

  /** The field as text. */
  public String text(int field) {
    return new String(array, offsets[field], lengths[field], StandardCharsets.UTF_8);
  }

  /** A copy of the field. */
  public byte[] bytes(int field) {
    return Arrays.copyOfRange(array, offsets[field], end(field));
  }

  void start(int count) {
    if (offsets.length < count) {
      offsets = new int[count];
      lengths = new int[count];
    }
    fields = count;
  }

  void field(int field, int offset, int length) {
    offsets[field] = offset;
    lengths[field] = length;
  }

  /** The fields' offsets count from {@code origin} in these bytes. */
  void place(byte[] bytes, int origin) {
    array = bytes;
    for (int i = 0; i < fields; i++) {
      offsets[i] += origin;
    }
  }
}
