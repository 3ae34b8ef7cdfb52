package dev.tributary.core.internal.values;

import dev.tributary.core.internal.table.Row;
import java.math.BigDecimal;

/**
 * {@code numeric}: holds INTEGER, and REAL that is no whole number within 64 bits.
 *
 * <p>A whole number within 64 bits reads back as INTEGER, everything else as the nearest REAL, just
 * as SQLite's affinity would have it.
 */
record NumericCodec(TextForm form) implements ColumnCodec {
  /** Up to here every whole number is a double. */
  private static final long EXACT = 1L << 53;

  private static final double TWO_TO_63 = 0x1p63;
  private static final int MAX_SCALE = 15;

  /** Powers of ten that are doubles without rounding. */
  private static final double[] TENS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  @Override
  public boolean encode(Row row, int column, CopyBuffer out) {
    if (row.type(column) == Row.INTEGER) {
      putInteger(row.integer(column), out);
      return true;
    }
    if (row.type(column) == Row.REAL) {
      return putReal(row.real(column), out);
    }
    Stray.number(row, column, form)
        .ifPresentOrElse(number -> NumericField.put(number, out), out::putNull);
    return false;
  }

  @Override
  public void decode(CopyRow fields, int field, Row into, int column) {
    switch (NumericField.sign(fields, field)) {
      case NumericField.NAN -> into.setNull(column);
      case NumericField.INFINITY -> into.setReal(column, Double.POSITIVE_INFINITY);
      case NumericField.MINUS_INFINITY -> into.setReal(column, Double.NEGATIVE_INFINITY);
      default -> decodeFinite(fields, field, into, column);
    }
  }

  private static void putInteger(long value, CopyBuffer out) {
    if (value == Long.MIN_VALUE) {
      NumericField.put(BigDecimal.valueOf(value), out);
    } else {
      NumericField.put(value, 0, out);
    }
  }

  private static boolean putReal(double value, CopyBuffer out) {
    if (Double.isInfinite(value)) {
      NumericField.putSpecial(value > 0 ? NumericField.INFINITY : NumericField.MINUS_INFINITY, out);
      return true;
    }
    if (value != value) {
      out.putNull();
      return false;
    }
    if (value >= -TWO_TO_63 && value < TWO_TO_63 && value == Math.rint(value)) {
      putInteger((long) value, out);
      return false;
    }
    putFraction(value, out);
    return true;
  }

  /**
   * The shortest decimal that reads back as this double. A whole number below 2^53 divided by a
   * power of ten is rounded once, so if it gives the double, so does reading the decimal.
   */
  private static void putFraction(double value, CopyBuffer out) {
    for (int scale = 1; scale <= MAX_SCALE; scale++) {
      double unscaled = Math.rint(value * TENS[scale]);
      if (Math.abs(unscaled) >= EXACT) {
        break;
      }
      if (unscaled / TENS[scale] == value) {
        NumericField.put((long) unscaled, scale, out);
        return;
      }
    }
    NumericField.put(new BigDecimal(Double.toString(value)), out);
  }

  private static void decodeFinite(CopyRow fields, int field, Row into, int column) {
    long digits = NumericField.digits(fields, field);
    int scale = NumericField.scale(fields, field);
    if (digits >= 0 && scale == 0) {
      into.setInteger(column, negative(fields, field) ? -digits : digits);
    } else if (digits >= 0
        && digits < EXACT
        && scale > 0
        && scale < TENS.length
        && hasFraction(digits)) {
      double value = digits / TENS[scale];
      into.setReal(column, negative(fields, field) ? -value : value);
    } else {
      decodeLarge(NumericField.value(fields, field), into, column);
    }
  }

  /** PostgreSQL leaves no zero digit at the end; who else wrote the field might. */
  private static boolean hasFraction(long digits) {
    return digits % 10_000 != 0;
  }

  private static boolean negative(CopyRow fields, int field) {
    return NumericField.sign(fields, field) == NumericField.NEGATIVE;
  }

  private static void decodeLarge(BigDecimal value, Row into, int column) {
    boolean whole = value.signum() == 0 || value.stripTrailingZeros().scale() <= 0;
    if (whole
        && value.precision() - value.scale() <= 19
        && value.toBigInteger().bitLength() < Long.SIZE) {
      into.setInteger(column, value.longValue());
    } else {
      into.setReal(column, Double.parseDouble(value.toString()));
    }
  }
}
