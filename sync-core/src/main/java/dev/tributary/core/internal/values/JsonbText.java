package dev.tributary.core.internal.values;

/**
 * Does {@code jsonb} take a JSON text?
 *
 * <p>Never says yes to what PostgreSQL rejects: NUL and half surrogate pairs as escapes, numbers
 * out of the range of {@code numeric}, more than its containers hold. It draws the line at smaller
 * numbers and texts than PostgreSQL, where nobody reads them any more.
 */
final class JsonbText {
  private static final int MAX_NUMBER = 1000;
  private static final int MAX_EXPONENT = 1000;

  /** One byte of text becomes at most eight of jsonb, which holds 256 MB. */
  private static final int MAX_SIZE = 32 << 20;

  private JsonbText() {}

  /** For text that {@link JsonText#isValid} accepted. */
  static boolean accepts(byte[] json, int from, int to) {
    int i = to - from > MAX_SIZE ? -1 : from;
    while (i >= 0 && i < to) {
      byte octet = json[i];
      if (octet == '"') {
        i = afterString(json, i + 1);
      } else if (octet == '-' || octet >= '0' && octet <= '9') {
        i = afterNumber(json, i, to);
      } else {
        i++;
      }
    }
    return i == to;
  }

  private static int afterString(byte[] json, int from) {
    int i = from;
    while (json[i] != '"') {
      if (json[i] != '\\') {
        i++;
      } else if (json[i + 1] != 'u') {
        i += 2;
      } else {
        int size = unicode(json, i);
        if (size == 0) {
          return -1;
        }
        i += size;
      }
    }
    return i + 1;
  }

  /** The size of the escape, or of the pair of escapes; 0: it is not taken. */
  private static int unicode(byte[] json, int i) {
    int unit = JsonText.hex(json, i + 2);
    if (!Character.isSurrogate((char) unit)) {
      return unit == 0 ? 0 : 6;
    }
    boolean pair =
        Character.isHighSurrogate((char) unit)
            && json[i + 6] == '\\'
            && json[i + 7] == 'u'
            && Character.isLowSurrogate((char) JsonText.hex(json, i + 8));
    return pair ? 12 : 0;
  }

  private static int afterNumber(byte[] json, int from, int to) {
    int i = from;
    int exponent = -1;
    while (i < to && isOfNumber(json[i])) {
      if (exponent >= 0 && json[i] <= '9' && json[i] >= '0') {
        exponent = Math.min(exponent * 10 + json[i] - '0', MAX_EXPONENT + 1);
      } else if (json[i] == 'e' || json[i] == 'E') {
        exponent = 0;
      }
      i++;
    }
    return i - from > MAX_NUMBER || exponent > MAX_EXPONENT ? -1 : i;
  }

  private static boolean isOfNumber(byte octet) {
    return octet >= '0' && octet <= '9'
        || octet == '.'
        || octet == '-'
        || octet == '+'
        || octet == 'e'
        || octet == 'E';
  }
}
