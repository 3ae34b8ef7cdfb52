package dev.tributary.core.internal.values;

import java.nio.charset.StandardCharsets;

/**
 * Is it JSON?
 *
 * <p>Never says yes to what PostgreSQL's {@code json} input rejects: one such cell would abort a
 * whole COPY. The check of the UTF-8 is part of it. It says no to text nested deeper than {@link
 * #MAX_DEPTH}, which PostgreSQL may take or not, depending on its stack.
 */
public final class JsonText {
  static final int MAX_DEPTH = 500;

  private static final int BAD = -1;
  private static final long QUOTES = '"' * Utf8.ONES;
  private static final long BACKSLASHES = '\\' * Utf8.ONES;
  private static final long BLANKS = ' ' * Utf8.ONES;
  private static final byte[] TRUE = "true".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] FALSE = "false".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] NULL = "null".getBytes(StandardCharsets.US_ASCII);

  private JsonText() {}

  /** True iff these bytes are UTF-8 and one JSON value. */
  public static boolean isValid(byte[] bytes, int from, int to) {
    int end = value(bytes, afterSpace(bytes, from, to), to, 0);
    return end != BAD && afterSpace(bytes, end, to) == to;
  }

  /** The position after the value that starts here, or {@link #BAD}. */
  private static int value(byte[] bytes, int i, int to, int depth) {
    if (i >= to) {
      return BAD;
    }
    return switch (bytes[i]) {
      case '"' -> string(bytes, i + 1, to);
      case '{' -> depth == MAX_DEPTH ? BAD : object(bytes, i + 1, to, depth + 1);
      case '[' -> depth == MAX_DEPTH ? BAD : array(bytes, i + 1, to, depth + 1);
      case 't' -> word(bytes, i, to, TRUE);
      case 'f' -> word(bytes, i, to, FALSE);
      case 'n' -> word(bytes, i, to, NULL);
      default -> number(bytes, i, to);
    };
  }

  private static int object(byte[] bytes, int from, int to, int depth) {
    int i = afterSpace(bytes, from, to);
    if (is(bytes, i, to, '}')) {
      return i + 1;
    }
    while (true) {
      i = member(bytes, i, to, depth);
      if (i == BAD || i == to || bytes[i] == '}') {
        return i == BAD || i == to ? BAD : i + 1;
      }
      if (bytes[i] != ',') {
        return BAD;
      }
      i = afterSpace(bytes, i + 1, to);
    }
  }

  private static int member(byte[] bytes, int from, int to, int depth) {
    if (!is(bytes, from, to, '"')) {
      return BAD;
    }
    int name = string(bytes, from + 1, to);
    int colon = name == BAD ? BAD : afterSpace(bytes, name, to);
    if (colon == BAD || !is(bytes, colon, to, ':')) {
      return BAD;
    }
    int end = value(bytes, afterSpace(bytes, colon + 1, to), to, depth);
    return end == BAD ? BAD : afterSpace(bytes, end, to);
  }

  private static int array(byte[] bytes, int from, int to, int depth) {
    int i = afterSpace(bytes, from, to);
    if (is(bytes, i, to, ']')) {
      return i + 1;
    }
    while (true) {
      int end = value(bytes, i, to, depth);
      i = end == BAD ? to : afterSpace(bytes, end, to);
      if (is(bytes, i, to, ']')) {
        return i + 1;
      }
      if (!is(bytes, i, to, ',')) {
        return BAD;
      }
      i = afterSpace(bytes, i + 1, to);
    }
  }

  private static int string(byte[] bytes, int from, int to) {
    int i = afterPlain(bytes, from, to);
    while (i < to) {
      byte octet = bytes[i];
      if (octet == '"') {
        return i + 1;
      }
      i = octet < 0 ? Utf8.afterSequences(bytes, i, to) : afterEscapes(bytes, i, to);
      if (i < 0) {
        return BAD;
      }
      i = afterPlain(bytes, i, to);
    }
    return BAD;
  }

  /** The first byte from here that is no plain character of a string. */
  private static int afterPlain(byte[] bytes, int from, int to) {
    int i = from;
    while (to - i >= 8) {
      long word = (long) Utf8.WORD.get(bytes, i);
      long quote = word ^ QUOTES;
      long backslash = word ^ BACKSLASHES;
      long found = ((quote - Utf8.ONES) & ~quote) | ((backslash - Utf8.ONES) & ~backslash);
      long marks = (word | (word - BLANKS) | found) & Utf8.HIGH_BITS;
      if (marks != 0) {
        return i + (Long.numberOfTrailingZeros(marks) >>> 3);
      }
      i += 8;
    }
    while (i < to && bytes[i] >= ' ' && bytes[i] != '"' && bytes[i] != '\\') {
      i++;
    }
    return i;
  }

  /** The position after a run of escapes; negative: the run is broken, or starts with none. */
  private static int afterEscapes(byte[] bytes, int from, int to) {
    int i = from;
    do {
      int size = escape(bytes, i, to);
      if (size == 0) {
        return BAD;
      }
      i += size;
    } while (is(bytes, i, to, '\\'));
    return i;
  }

  /** The size of the escape that starts here; 0: it is none. */
  private static int escape(byte[] bytes, int i, int to) {
    if (bytes[i] != '\\' || to - i < 2) {
      return 0;
    }
    return switch (bytes[i + 1]) {
      case '"', '\\', '/', 'b', 'f', 'n', 'r', 't' -> 2;
      case 'u' -> to - i >= 6 && hex(bytes, i + 2) >= 0 ? 6 : 0;
      default -> 0;
    };
  }

  /** The value of four hexadecimal digits; negative: one is none. */
  static int hex(byte[] bytes, int i) {
    return Character.digit(bytes[i], 16) << 12
        | Character.digit(bytes[i + 1], 16) << 8
        | Character.digit(bytes[i + 2], 16) << 4
        | Character.digit(bytes[i + 3], 16);
  }

  private static int number(byte[] bytes, int from, int to) {
    int i = bytes[from] == '-' ? from + 1 : from;
    int end = is(bytes, i, to, '0') ? i + 1 : digits(bytes, i, to);
    if (end != BAD && is(bytes, end, to, '.')) {
      end = digits(bytes, end + 1, to);
    }
    if (end != BAD && (is(bytes, end, to, 'e') || is(bytes, end, to, 'E'))) {
      boolean signed = is(bytes, end + 1, to, '-') || is(bytes, end + 1, to, '+');
      end = digits(bytes, signed ? end + 2 : end + 1, to);
    }
    return end;
  }

  private static int digits(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to && bytes[i] >= '0' && bytes[i] <= '9') {
      i++;
    }
    return i == from ? BAD : i;
  }

  private static int word(byte[] bytes, int from, int to, byte[] word) {
    if (to - from < word.length) {
      return BAD;
    }
    for (int i = 1; i < word.length; i++) {
      if (bytes[from + i] != word[i]) {
        return BAD;
      }
    }
    return from + word.length;
  }

  private static int afterSpace(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to && isSpace(bytes[i])) {
      i++;
    }
    return i;
  }

  private static boolean isSpace(byte octet) {
    return octet == ' ' || octet == '\n' || octet == '\r' || octet == '\t';
  }

  private static boolean is(byte[] bytes, int i, int to, int wanted) {
    return i < to && bytes[i] == wanted;
  }
}
