package dev.tributary.conflict;

import dev.tributary.api.Cell;
import dev.tributary.api.Compared;
import dev.tributary.api.Conflict;
import dev.tributary.api.ConflictFlag;
import dev.tributary.api.Reasoning;
import dev.tributary.api.Side;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** Which of two rows is the newer one, and how sure that is. */
record RowOrder(Side newer, Set<ConflictFlag> flags, Compared compared) {
  private static final BigInteger NANOS = BigInteger.TEN.pow(EpochUnit.S.zeros());

  /** Both rows must be there. Empty: the table has no such column. */
  static Optional<RowOrder> of(Conflict conflict, CompareField by) {
    Optional<Cell> source = conflict.source().flatMap(row -> Columns.find(row, by.column()));
    Optional<Cell> target = conflict.target().flatMap(row -> Columns.find(row, by.column()));
    return source.isEmpty() || target.isEmpty()
        ? Optional.empty()
        : Optional.of(of(conflict, by, source.get(), target.get()));
  }

  private static RowOrder of(Conflict conflict, CompareField by, Cell source, Cell target) {
    Compared compared =
        new Compared(
            by.column(),
            TextCells.shown(source, conflict.encoding()),
            TextCells.shown(target, conflict.encoding()),
            StoredTime.nanos(source, by.unit(), conflict.encoding()),
            StoredTime.nanos(target, by.unit(), conflict.encoding()));
    EnumSet<ConflictFlag> flags = EnumSet.noneOf(ConflictFlag.class);
    BigInteger latest = nanos(conflict.detectedAt()).add(nanos(by.maxClockSkew()));
    Optional<BigInteger> s = trusted(compared.sourceNanos(), latest, flags);
    Optional<BigInteger> t = trusted(compared.targetNanos(), latest, flags);
    return new RowOrder(newer(s, t, by, flags), flags, compared);
  }

  /** A row from the year 2099 would win for ever. */
  private static Optional<BigInteger> trusted(
      Optional<BigInteger> time, BigInteger latest, Set<ConflictFlag> flags) {
    if (time.isEmpty()) {
      flags.add(ConflictFlag.UNREADABLE);
    } else if (time.get().compareTo(latest) > 0) {
      flags.add(ConflictFlag.FUTURE);
      return Optional.empty();
    }
    return time;
  }

  private static Side newer(
      Optional<BigInteger> source,
      Optional<BigInteger> target,
      CompareField by,
      Set<ConflictFlag> flags) {
    if (source.isPresent() != target.isPresent()) {
      return source.isPresent() ? Side.SOURCE : Side.TARGET;
    }
    BigInteger lead =
        source.isEmpty() ? BigInteger.ZERO : source.get().subtract(target.orElseThrow());
    if (lead.abs().compareTo(nanos(by.maxClockSkew())) > 0) {
      return lead.signum() > 0 ? Side.SOURCE : Side.TARGET;
    }
    flags.add(ConflictFlag.TIE);
    if (lead.signum() != 0) {
      flags.add(ConflictFlag.SKEW);
    }
    return by.tieBreak();
  }

  /** Adds what was compared. */
  Reasoning explain(Reasoning why) {
    return why.with(flags).withCompared(compared);
  }

  private static BigInteger nanos(Instant time) {
    return BigInteger.valueOf(time.getEpochSecond())
        .multiply(NANOS)
        .add(BigInteger.valueOf(time.getNano()));
  }

  private static BigInteger nanos(Duration time) {
    return BigInteger.valueOf(time.getSeconds())
        .multiply(NANOS)
        .add(BigInteger.valueOf(time.getNano()));
  }
}
