package dev.tributary.core.internal.capture;

import java.io.IOException;
import java.nio.channels.FileChannel;

/**
 * Rows by the 128-bit hashes of their keys, with two values each, in the order in which they were
 * added.
 *
 * <p>A table is mostly read in the order in which it was read before: the row after the one found
 * last is tried first, so a scan without changes walks through memory once from begin to end. A row
 * stays at its place until all are copied into a larger table.
 */
final class HashedRows {
  private static final int SMALLEST = 64;
  private static final int LARGEST = 1 << 30;
  private static final int ROW_SHIFT = 5;
  private static final int LOW = 8;
  private static final int VALUE = 16;
  private static final int OTHER = 24;

  /** In place of the other value of a row that was removed. */
  private static final long REMOVED = -1;

  private final FileMemory rows;
  private final FileMemory places;
  private final int capacity;
  private final int placeCount;
  private int used;
  private int size;
  private int next;

  private HashedRows(FileMemory rows, FileMemory places, int used, int size) {
    this.rows = rows;
    this.places = places;
    this.capacity = (int) (rows.bytes() >>> ROW_SHIFT);
    this.placeCount = (int) (places.bytes() / Integer.BYTES);
    this.used = used;
    this.size = size;
  }

  static int capacityFor(long rows) {
    return (int) Math.max(SMALLEST, Math.min(LARGEST, rows + rows / 8));
  }

  /** In the file. */
  static long bytes(int capacity) {
    return rowBytes(capacity) + placeBytes(capacity);
  }

  static boolean isSmall(int capacity) {
    return FileMemory.isSmall(rowBytes(capacity));
  }

  static HashedRows onHeap(int capacity) {
    return new HashedRows(
        FileMemory.onHeap(rowBytes(capacity)), FileMemory.onHeap(placeBytes(capacity)), 0, 0);
  }

  static HashedRows create(FileChannel file, long position, int capacity) throws IOException {
    long rowBytes = rowBytes(capacity);
    FileMemory rows = FileMemory.create(file, position, rowBytes);
    FileMemory places = FileMemory.create(file, position + rowBytes, placeBytes(capacity));
    return new HashedRows(rows, places, 0, 0);
  }

  /** As it was written with the same numbers. */
  static HashedRows read(FileChannel file, long position, int capacity, int used, int size)
      throws IOException {
    long rowBytes = rowBytes(capacity);
    FileMemory rows = FileMemory.read(file, position, rowBytes);
    FileMemory places = FileMemory.read(file, position + rowBytes, placeBytes(capacity));
    return new HashedRows(rows, places, used, size);
  }

  void write(FileChannel file, long position) throws IOException {
    rows.write(file, position);
    places.write(file, position + rows.bytes());
  }

  int capacity() {
    return capacity;
  }

  /** Rows ever added; they are at 0 to used - 1. */
  int used() {
    return used;
  }

  int size() {
    return size;
  }

  boolean isFull() {
    return used == capacity;
  }

  /** Expects the first row next. */
  void rewind() {
    next = 0;
  }

  /** Where the row is; -1 when there is none with that key. */
  int find(long high, long low) {
    while (next < used && !isThere(next)) {
      next++;
    }
    if (next < used && is(next, high, low)) {
      return next++;
    }
    for (int place = home(low); ; place = after(place)) {
      int row = places.getInt((long) place * Integer.BYTES) - 1;
      if (row < 0) {
        return -1;
      }
      if (is(row, high, low)) {
        next = row + 1;
        return row;
      }
    }
  }

  /**
   * Adds a row whose key is not there, and says where it is.
   *
   * @param other not negative
   */
  int add(long high, long low, long value, long other) {
    int row = used++;
    long at = (long) row << ROW_SHIFT;
    rows.putLong(at, high);
    rows.putLong(at + LOW, low);
    rows.putLong(at + VALUE, value);
    rows.putLong(at + OTHER, other);
    int place = home(low);
    while (places.getInt((long) place * Integer.BYTES) != 0) {
      place = after(place);
    }
    places.putInt((long) place * Integer.BYTES, row + 1);
    size++;
    return row;
  }

  void remove(int row) {
    rows.putLong(((long) row << ROW_SHIFT) + OTHER, REMOVED);
    size--;
  }

  boolean isThere(int row) {
    return other(row) != REMOVED;
  }

  long high(int row) {
    return rows.getLong((long) row << ROW_SHIFT);
  }

  long low(int row) {
    return rows.getLong(((long) row << ROW_SHIFT) + LOW);
  }

  long value(int row) {
    return rows.getLong(((long) row << ROW_SHIFT) + VALUE);
  }

  void value(int row, long value) {
    rows.putLong(((long) row << ROW_SHIFT) + VALUE, value);
  }

  long other(int row) {
    return rows.getLong(((long) row << ROW_SHIFT) + OTHER);
  }

  private boolean is(int row, long high, long low) {
    return low(row) == low && high(row) == high && isThere(row);
  }

  private int home(long low) {
    return (int) (((low >>> 32) * placeCount) >>> 32);
  }

  private int after(int place) {
    return place + 1 == placeCount ? 0 : place + 1;
  }

  private static long rowBytes(int capacity) {
    return (long) capacity << ROW_SHIFT;
  }

  /** Half as many places again as rows, so that the walks from a home stay short. */
  private static long placeBytes(int capacity) {
    return ((long) capacity + capacity / 2) * Integer.BYTES;
  }
}
