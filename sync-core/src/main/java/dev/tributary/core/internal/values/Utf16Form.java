package dev.tributary.core.internal.values;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Text of a UTF-16 file.
 *
 * @param low the place of the low byte in a unit: 0 little-endian, 1 big-endian
 */
record Utf16Form(int low) implements TextForm {

  @Override
  public boolean put(byte[] text, CopyBuffer out) {
    // Two bytes become three at most.
    out.reserve(Math.addExact(text.length, text.length / 2));
    byte[] to = out.array();
    int size = out.length();
    boolean exact = (text.length & 1) == 0;
    for (int i = 0; i + 1 < text.length; i += 2) {
      int unit = unit(text, i);
      if (unit != 0 && unit < 0x80) {
        to[size++] = (byte) unit;
      } else {
        int point = point(text, i, unit);
        i += point > 0xffff ? 2 : 0;
        exact &= point != 0;
        size = point == 0 ? size : append(point, to, size);
      }
    }
    out.length(size);
    return exact;
  }

  @Override
  public boolean putUnchecked(byte[] text, CopyBuffer out) {
    return put(text, out);
  }

  @Override
  public byte[] toFile(byte[] utf8, int from, int to) {
    return bytes(new String(utf8, from, to - from, StandardCharsets.UTF_8));
  }

  @Override
  public byte[] bytes(String text) {
    return text.getBytes(charset());
  }

  @Override
  public String string(byte[] text) {
    return new String(text, charset());
  }

  private Charset charset() {
    return low == 0 ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE;
  }

  private int unit(byte[] text, int i) {
    return (text[i + low] & 0xff) | (text[i + 1 - low] & 0xff) << 8;
  }

  /** The code point that starts here; 0 for a NUL and for half a surrogate pair. */
  private int point(byte[] text, int i, int unit) {
    if (!Character.isSurrogate((char) unit)) {
      return unit;
    }
    if (Character.isLowSurrogate((char) unit) || i + 3 >= text.length) {
      return 0;
    }
    char next = (char) unit(text, i + 2);
    return Character.isLowSurrogate(next) ? Character.toCodePoint((char) unit, next) : 0;
  }

  private static int append(int point, byte[] to, int at) {
    int size = at;
    if (point < 0x800) {
      to[size++] = (byte) (0xc0 | point >> 6);
    } else {
      if (point < 0x10000) {
        to[size++] = (byte) (0xe0 | point >> 12);
      } else {
        to[size++] = (byte) (0xf0 | point >> 18);
        to[size++] = (byte) (0x80 | point >> 12 & 0x3f);
      }
      to[size++] = (byte) (0x80 | point >> 6 & 0x3f);
    }
    to[size++] = (byte) (0x80 | point & 0x3f);
    return size;
  }
}
