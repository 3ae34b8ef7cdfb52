package dev.tributary.core.internal.jdbc;

import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Percent-encoding as in PostgreSQL's own addresses: a plus sign is a plus sign. */
final class Percent {
  private static final int HEX = 16;

  private Percent() {}

  static String decode(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer decoded = ByteBuffer.allocate(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '%') {
        decoded.put((byte) (hex(bytes, i + 1) * HEX + hex(bytes, i + 2)));
        i += 2;
      } else {
        decoded.put(bytes[i]);
      }
    }
    return utf8(decoded.flip());
  }

  private static int hex(byte[] bytes, int at) {
    int digit = at < bytes.length ? Character.digit(bytes[at], HEX) : -1;
    if (digit < 0) {
      throw DatabaseUrlText.wrong("a % is not followed by two hexadecimal digits");
    }
    return digit;
  }

  private static String utf8(ByteBuffer bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
      if (text.indexOf('\0') >= 0) {
        throw DatabaseUrlText.wrong("%00 is not allowed");
      }
      return text;
    } catch (CharacterCodingException e) {
      throw DatabaseUrlText.wrong("the percent-encoded bytes are not UTF-8");
    }
  }

  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
