package dev.tributary.core.internal.values;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The binary form of {@code numeric}: digits to the base 10000.
 *
 * <p>Written as PostgreSQL itself would: no zero digit at either end, so that the field read back
 * has the same bytes.
 */
final class NumericField {
  static final short POSITIVE = 0;
  static final short NEGATIVE = 0x4000;
  static final short NAN = (short) 0xc000;
  static final short INFINITY = (short) 0xd000;
  static final short MINUS_INFINITY = (short) 0xf000;

  private static final int BASE = 10_000;
  private static final BigInteger BIG_BASE = BigInteger.valueOf(BASE);
  private static final int DIGITS_PER_GROUP = 4;
  private static final int HEAD = 8;

  /** A long has at most five digits to the base 10000. */
  private static final long[] POWERS = {
    1_0000_0000_0000_0000L, 1_0000_0000_0000L, 1_0000_0000L, 1_0000L, 1L
  };

  private static final long[] TENS = {1, 10, 100, 1000};

  private NumericField() {}

  /** A number without digits: an infinity or NaN. */
  static void putSpecial(short sign, CopyBuffer out) {
    out.putInt(HEAD);
    out.putShort(0);
    out.putShort(0);
    out.putShort(sign);
    out.putShort(0);
  }

  /**
   * {@code unscaled / 10^scale}. The unscaled value is not {@code Long.MIN_VALUE}, and with a scale
   * it is less than 2^53, so that it can be brought to a whole number of base digits.
   */
  static void put(long unscaled, int scale, CopyBuffer out) {
    int fraction = groupsOf(scale);
    long digits = Math.abs(unscaled) * TENS[fraction * DIGITS_PER_GROUP - scale];
    int first = 0;
    while (first < POWERS.length && digits < POWERS[first]) {
      first++;
    }
    int start = startDigits(out);
    int i = first;
    for (long rest = digits; rest != 0; i++) {
      out.putShort((int) (rest / POWERS[i]));
      rest %= POWERS[i];
    }
    int weight = digits == 0 ? 0 : POWERS.length - 1 - first - fraction;
    endDigits(start, weight, unscaled < 0 ? NEGATIVE : POSITIVE, scale, out);
  }

  static void put(BigDecimal value, CopyBuffer out) {
    BigDecimal plain = value.scale() < 0 ? value.setScale(0) : value;
    int fraction = groupsOf(plain.scale());
    short[] groups = groups(plain.setScale(fraction * DIGITS_PER_GROUP).unscaledValue().abs());
    int first = 0;
    while (first < groups.length && groups[first] == 0) {
      first++;
    }
    int last = groups.length;
    while (last > first && groups[last - 1] == 0) {
      last--;
    }
    int start = startDigits(out);
    for (int i = first; i < last; i++) {
      out.putShort(groups[i]);
    }
    int weight = first == last ? 0 : groups.length - 1 - first - fraction;
    endDigits(start, weight, plain.signum() < 0 ? NEGATIVE : POSITIVE, plain.scale(), out);
  }

  private static int groupsOf(int scale) {
    return (scale + DIGITS_PER_GROUP - 1) / DIGITS_PER_GROUP;
  }

  /** Leaves room for the head, which is known after the digits. */
  private static int startDigits(CopyBuffer out) {
    int start = out.startField();
    out.reserve(HEAD);
    out.length(start + HEAD);
    return start;
  }

  private static short[] groups(BigInteger value) {
    // One base digit needs more than 13 bits.
    short[] groups = new short[value.bitLength() / 13 + 1];
    BigInteger rest = value;
    for (int i = groups.length - 1; rest.signum() != 0; i--) {
      BigInteger[] parts = rest.divideAndRemainder(BIG_BASE);
      groups[i] = parts[1].shortValue();
      rest = parts[0];
    }
    return groups;
  }

  private static void endDigits(int start, int weight, short sign, int scale, CopyBuffer out) {
    int end = out.length();
    out.length(start);
    out.putShort((end - start - HEAD) / 2);
    out.putShort(weight);
    out.putShort(sign);
    out.putShort(scale);
    out.length(end);
    out.endField(start);
  }

  /** The sign word, which also tells infinities and NaN. */
  static short sign(CopyRow fields, int field) {
    return shortAt(fields, field, 4);
  }

  /** The digits as a whole number; -1: they do not fit into 16 decimal digits. */
  static long digits(CopyRow fields, int field) {
    int groups = shortAt(fields, field, 0);
    if (groups > DIGITS_PER_GROUP) {
      return -1;
    }
    long value = 0;
    for (int i = 0; i < groups; i++) {
      value = value * BASE + shortAt(fields, field, HEAD + 2 * i);
    }
    return value;
  }

  /** How many decimal digits of {@link #digits} stand after the point; negative: zeros follow. */
  static int scale(CopyRow fields, int field) {
    int groups = shortAt(fields, field, 0);
    return groups == 0 ? 0 : (groups - 1 - shortAt(fields, field, 2)) * DIGITS_PER_GROUP;
  }

  static BigDecimal value(CopyRow fields, int field) {
    int groups = shortAt(fields, field, 0);
    char[] digits = new char[groups * DIGITS_PER_GROUP + 1];
    Arrays.fill(digits, '0');
    for (int i = 0; i < groups; i++) {
      int group = shortAt(fields, field, HEAD + 2 * i);
      for (int at = (i + 1) * DIGITS_PER_GROUP; group != 0; at--) {
        digits[at] = (char) ('0' + group % 10);
        group /= 10;
      }
    }
    BigDecimal value = new BigDecimal(digits).scaleByPowerOfTen(-scale(fields, field));
    return sign(fields, field) == NEGATIVE ? value.negate() : value;
  }

  private static short shortAt(CopyRow fields, int field, int at) {
    return ByteBuffer.wrap(fields.array()).getShort(fields.offset(field) + at);
  }
}
