package dev.tributary.core.internal.sqlite;

/** SQLite's integers of one to nine bytes, the highest bits first. */
final class Varint {
  static final int LONGEST = 9;

  private Varint() {}

  /** How many bytes it takes; 0: it goes over the end. */
  static int size(byte[] bytes, int at, int end) {
    int size = 1;
    while (size < LONGEST && at + size <= end && bytes[at + size - 1] < 0) {
      size++;
    }
    return at + size <= end ? size : 0;
  }

  static long value(byte[] bytes, int at, int size) {
    long value = 0;
    for (int i = 0; i < size; i++) {
      value =
          i < LONGEST - 1 ? value << 7 | bytes[at + i] & 0x7f : value << 8 | bytes[at + i] & 0xff;
    }
    return value;
  }
}
