package dev.tributary.core.internal.values;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Is it UTF-8?
 *
 * <p>Says yes exactly to what PostgreSQL takes as text: no NUL, no overlong form, no surrogate,
 * nothing above U+10FFFF.
 */
final class Utf8 {
  /** Little-endian, so that the lowest marked byte of a word is the first one in the text. */
  static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  static final long ONES = 0x0101010101010101L;
  static final long HIGH_BITS = 0x8080808080808080L;

  private Utf8() {}

  static boolean isText(byte[] bytes, int from, int to) {
    int i = afterAscii(bytes, from, to);
    while (i < to) {
      i = afterSequences(bytes, i, to);
      if (i < 0) {
        return false;
      }
      i = afterAscii(bytes, i, to);
    }
    return true;
  }

  /** Writes what is left of a text without the bytes that make it none. */
  static void putReadable(byte[] bytes, CopyBuffer out) {
    int i = 0;
    while (i < bytes.length) {
      int end = afterAscii(bytes, i, bytes.length);
      int size = end < bytes.length ? sequence(bytes, end, bytes.length) : 0;
      out.putBytes(bytes, i, end + size - i);
      i = end + Math.max(size, 1);
    }
  }

  /** The first position from which on something else than ASCII without NUL stands. */
  private static int afterAscii(byte[] bytes, int from, int to) {
    int i = from;
    while (to - i >= 8) {
      long word = (long) WORD.get(bytes, i);
      long marks = (word | (word - ONES)) & HIGH_BITS;
      if (marks != 0) {
        return i + (Long.numberOfTrailingZeros(marks) >>> 3);
      }
      i += 8;
    }
    while (i < to && bytes[i] > 0) {
      i++;
    }
    return i;
  }

  /** The position after a run of sequences above ASCII; negative: the run is broken. */
  static int afterSequences(byte[] bytes, int from, int to) {
    int i = from;
    do {
      int size = sequence(bytes, i, to);
      if (size == 0) {
        return -1;
      }
      i += size;
    } while (i < to && bytes[i] < 0);
    return i;
  }

  /** The size of the sequence that starts here with a byte above ASCII; 0: it is none. */
  private static int sequence(byte[] bytes, int i, int to) {
    int lead = bytes[i] & 0xff;
    if (lead < 0xc2 || lead > 0xf4 || to - i < 2) {
      return 0;
    }
    int second = bytes[i + 1];
    if (lead < 0xe0) {
      return isTail(second) ? 2 : 0;
    }
    if (!isSecond(lead, second & 0xff) || to - i < 3 || !isTail(bytes[i + 2])) {
      return 0;
    }
    if (lead < 0xf0) {
      return 3;
    }
    return to - i >= 4 && isTail(bytes[i + 3]) ? 4 : 0;
  }

  private static boolean isTail(int octet) {
    return (octet & 0xc0) == 0x80;
  }

  /** Table 3-7 of the Unicode standard: which second byte may follow. */
  private static boolean isSecond(int lead, int second) {
    return switch (lead) {
      case 0xe0 -> second >= 0xa0 && second <= 0xbf;
      case 0xed -> second >= 0x80 && second <= 0x9f;
      case 0xf0 -> second >= 0x90 && second <= 0xbf;
      case 0xf4 -> second >= 0x80 && second <= 0x8f;
      default -> isTail(second);
    };
  }
}
