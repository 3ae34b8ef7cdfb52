package dev.tributary.conflict;

import dev.tributary.api.Cell;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.Charset;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a stored time as whole nanoseconds since 1970, never through a double: 2^53 nanoseconds are
 * a hundred days.
 */
final class StoredTime {
  private static final Pattern ISO =
      Pattern.compile(
          "(\\d{4})-(\\d\\d)-(\\d\\d)"
              + "(?:[T ](\\d\\d):(\\d\\d)(?::(\\d\\d)(?:[.,](\\d{1,18}))?)?"
              + "\\s*(Z|z|[+-]\\d\\d(?::?\\d\\d)?)?)?");
  private static final Pattern NUMBER = Pattern.compile("[+-]?\\d{1,30}(?:\\.\\d{1,18})?");
  private static final BigDecimal SECONDS = new BigDecimal("1e11");
  private static final BigDecimal MILLIS = new BigDecimal("1e14");
  private static final BigDecimal MICROS = new BigDecimal("1e17");

  private StoredTime() {}

  /** Empty: missing, or no time in this unit. */
  static Optional<BigInteger> nanos(Cell cell, EpochUnit unit, Charset encoding) {
    if (cell instanceof Cell.Int integer) {
      return number(BigDecimal.valueOf(integer.value()), unit);
    }
    if (cell instanceof Cell.Real real && Double.isFinite(real.value())) {
      return number(new BigDecimal(real.value()), unit);
    }
    return cell instanceof Cell.Text text
        ? TextCells.string(text, encoding).flatMap(string -> nanos(string.strip(), unit))
        : Optional.empty();
  }

  static Optional<BigInteger> nanos(String text, EpochUnit unit) {
    if (unit != EpochUnit.ISO && NUMBER.matcher(text).matches()) {
      return number(new BigDecimal(text), unit);
    }
    Matcher iso = ISO.matcher(text);
    boolean reads = (unit == EpochUnit.ISO || unit == EpochUnit.AUTO) && iso.matches();
    return reads ? iso(iso) : Optional.empty();
  }

  private static Optional<BigInteger> number(BigDecimal value, EpochUnit unit) {
    return switch (unit) {
      case ISO -> Optional.empty();
      case AUTO -> number(value, recognised(value.abs()));
      default -> Optional.of(value.scaleByPowerOfTen(unit.zeros()).toBigInteger());
    };
  }

  private static EpochUnit recognised(BigDecimal size) {
    if (size.compareTo(SECONDS) < 0) {
      return EpochUnit.S;
    }
    if (size.compareTo(MILLIS) < 0) {
      return EpochUnit.MS;
    }
    return size.compareTo(MICROS) < 0 ? EpochUnit.US : EpochUnit.NS;
  }

  private static Optional<BigInteger> iso(Matcher iso) {
    try {
      LocalDate date = LocalDate.of(part(iso, 1), part(iso, 2), part(iso, 3));
      LocalTime time = LocalTime.of(part(iso, 4), part(iso, 5), part(iso, 6), fraction(iso));
      long seconds = LocalDateTime.of(date, time).toEpochSecond(offset(iso));
      return Optional.of(
          BigInteger.valueOf(seconds)
              .multiply(BigInteger.TEN.pow(EpochUnit.S.zeros()))
              .add(BigInteger.valueOf(time.getNano())));
    } catch (DateTimeException e) {
      return Optional.empty(); // 2024-02-30: no such day
    }
  }

  private static int part(Matcher iso, int group) {
    return iso.group(group) == null ? 0 : Integer.parseInt(iso.group(group));
  }

  private static int fraction(Matcher iso) {
    String digits = iso.group(7) == null ? "" : iso.group(7);
    return Integer.parseInt((digits + "000000000").substring(0, 9));
  }

  private static ZoneOffset offset(Matcher iso) {
    String text = iso.group(8);
    return text == null || text.equalsIgnoreCase("z") ? ZoneOffset.UTC : ZoneOffset.of(text);
  }
}
