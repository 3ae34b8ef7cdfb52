package dev.tributary.conflict;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.Side;
import java.time.Duration;
import java.util.Objects;

/**
 * By which column rows are told older from newer.
 *
 * @param maxClockSkew times that differ by no more are a tie; times beyond now by more are not
 *     trusted
 * @param tieBreak who wins a tie
 */
public record CompareField(String column, EpochUnit unit, Duration maxClockSkew, Side tieBreak) {
  private static final Duration SKEW = Duration.ofSeconds(5);

  public CompareField {
    Objects.requireNonNull(column, "column");
    Objects.requireNonNull(unit, "unit");
    Objects.requireNonNull(maxClockSkew, "maxClockSkew");
    Objects.requireNonNull(tieBreak, "tieBreak");
    if (maxClockSkew.isNegative()) {
      throw new ConfigurationInvalid("max_clock_skew of " + maxClockSkew + " is negative");
    }
  }

  /** Any unit, five seconds of skew, ties go to the source. */
  public static CompareField of(String column) {
    return new CompareField(column, EpochUnit.AUTO, SKEW, Side.SOURCE);
  }

  public CompareField withUnit(EpochUnit value) {
    return new CompareField(column, value, maxClockSkew, tieBreak);
  }

  public CompareField withMaxClockSkew(Duration value) {
    return new CompareField(column, unit, value, tieBreak);
  }

  public CompareField withTieBreak(Side value) {
    return new CompareField(column, unit, maxClockSkew, value);
  }
}
