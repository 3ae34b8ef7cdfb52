package dev.tributary.core.internal.values;

import dev.tributary.core.internal.table.Row;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PostgreSQL's {@code timestamptz}: microseconds since 2000-01-01.
 *
 * <p>Reads text only if it names one instant of the calendar: no words like 'now', no 30th of
 * February. Text without an offset is taken as UTC.
 */
final class PgTime {
  static final long EPOCH_SECONDS = 946_684_800;
  static final long MICROS_PER_SECOND = 1_000_000;

  /** 4714-11-24 BC, the first instant. */
  static final long MIN = -211_813_488_000_000_000L;

  /** 294277-01-01, the first instant that is too late. */
  static final long END = 9_223_371_331_200_000_000L;

  private static final int MAX_SECONDS_OFFSET = 16 * 3600 - 1;
  private static final Pattern ISO =
      Pattern.compile(
          "(\\d{4})-(\\d\\d)-(\\d\\d)"
              + "(?:[T ](\\d\\d):(\\d\\d)(?::(\\d\\d)(?:\\.(\\d{1,9}))?)?"
              + "(Z|[+-]\\d\\d(?::?\\d\\d)?)?)?");

  private PgTime() {}

  static boolean isFinite(long time) {
    return time != Long.MIN_VALUE && time != Long.MAX_VALUE;
  }

  /** The Unix time, for values that only others write: fractions of the unit, infinities. */
  static double unixUnits(long time, double unitsPerSecond) {
    if (!isFinite(time)) {
      return time > 0 ? Double.POSITIVE_INFINITY : Double.NEGATIVE_INFINITY;
    }
    return (time / (double) MICROS_PER_SECOND + EPOCH_SECONDS) * unitsPerSecond;
  }

  /** Writes a field that shows a stray cell, NULL if it is no instant. */
  static void put(Row row, int column, long unitsPerSecond, TextForm form, CopyBuffer out) {
    OptionalLong time =
        row.type(column) == Row.REAL
            ? ofReal(row.real(column) / unitsPerSecond)
            : parse(Stray.text(row, column, form));
    time.ifPresentOrElse(out::int64, out::putNull);
  }

  private static OptionalLong ofReal(double unixSeconds) {
    double time = Math.floor((unixSeconds - EPOCH_SECONDS) * MICROS_PER_SECOND);
    return time >= MIN && time < END ? OptionalLong.of((long) time) : OptionalLong.empty();
  }

  static OptionalLong parse(String text) {
    Matcher parts = ISO.matcher(text);
    if (!parts.matches() || parts.group(1).equals("0000")) {
      return OptionalLong.empty();
    }
    try {
      LocalDateTime local =
          LocalDateTime.of(
              number(parts, 1),
              number(parts, 2),
              number(parts, 3),
              number(parts, 4),
              number(parts, 5),
              number(parts, 6));
      long seconds = local.toEpochSecond(ZoneOffset.UTC) - offset(parts) - EPOCH_SECONDS;
      return OptionalLong.of(seconds * MICROS_PER_SECOND + micros(parts));
    } catch (DateTimeException e) {
      return OptionalLong.empty();
    }
  }

  private static int number(Matcher parts, int group) {
    return parts.group(group) == null ? 0 : Integer.parseInt(parts.group(group));
  }

  private static int micros(Matcher parts) {
    String fraction = parts.group(7);
    return fraction == null ? 0 : Integer.parseInt((fraction + "00000").substring(0, 6));
  }

  private static int offset(Matcher parts) {
    String offset = parts.group(8);
    if (offset == null || offset.equals("Z")) {
      return 0;
    }
    int hours = Integer.parseInt(offset.substring(1, 3));
    int minutes =
        offset.length() == 3 ? 0 : Integer.parseInt(offset.substring(offset.length() - 2));
    int seconds = hours * 3600 + minutes * 60;
    if (minutes > 59 || seconds > MAX_SECONDS_OFFSET) {
      throw new DateTimeException("no such offset: " + offset);
    }
    return offset.charAt(0) == '-' ? -seconds : seconds;
  }
}
