package dev.tributary.conflict;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.api.Cell;
import dev.tributary.api.Compared;
import dev.tributary.api.ConflictFlag;
import dev.tributary.api.Resolution;
import dev.tributary.api.Side;
import dev.tributary.test.SampleConflicts;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** Times of every unit, missing ones, ties, clocks that are wrong. */
final class NewestWinsTest {
  private static final CompareField BY = CompareField.of("updated_at");
  private static final long NOW = SampleConflicts.NOW.getEpochSecond();

  @Test
  void theNewerRowWinsAndTheLogHasBothTimes() {
    Resolution resolution =
        resolve(new Cell.Int(NOW - 10), SampleConflicts.text("2026-11-24 11:00"));
    assertThat(resolution).isInstanceOf(Resolution.TakeSource.class);
    assertThat(resolution.why().flags()).isEmpty();
    assertThat(resolution.why().compared())
        .contains(
            new Compared(
                "updated_at",
                Long.toString(NOW - 10),
                "2026-11-24 11:00",
                Optional.of(BigInteger.valueOf(NOW - 10).multiply(BigInteger.TEN.pow(9))),
                Optional.of(BigInteger.valueOf(NOW - 3600).multiply(BigInteger.TEN.pow(9)))));
  }

  @Test
  void aMissingOrUnreadableTimeIsTheOldest() {
    Cell old = new Cell.Int(1);
    for (Cell none :
        new Cell[] {Cell.NULL, SampleConflicts.text("2024-02-30"), SampleConflicts.text("now")}) {
      Resolution resolution = resolve(none, old);
      assertThat(resolution).isInstanceOf(Resolution.KeepTarget.class);
      assertThat(resolution.why().flags()).containsExactly(ConflictFlag.UNREADABLE);
      assertThat(resolve(old, none)).isInstanceOf(Resolution.TakeSource.class);
    }
  }

  @Test
  void aTieGoesToTheSideThatIsSaid() {
    Cell time = new Cell.Int(NOW - 100);
    Resolution equal = resolve(time, time);
    assertThat(equal).isInstanceOf(Resolution.TakeSource.class);
    assertThat(equal.why().flags()).containsExactly(ConflictFlag.TIE);
    Resolution near = resolve(time, new Cell.Int(NOW - 95));
    assertThat(near).isInstanceOf(Resolution.TakeSource.class);
    assertThat(near.why().flags()).containsExactly(ConflictFlag.TIE, ConflictFlag.SKEW);
    assertThat(resolve(time, new Cell.Int(NOW - 94))).isInstanceOf(Resolution.KeepTarget.class);
    NewestWins target = new NewestWins(BY.withTieBreak(Side.TARGET), DeleteRules.defaults());
    assertThat(resolve(target, time, time)).isInstanceOf(Resolution.KeepTarget.class);
  }

  @Test
  void aTimeBeyondNowIsNotTrusted() {
    Resolution resolution = resolve(new Cell.Int(4_070_908_800L), new Cell.Int(NOW - 1000));
    assertThat(resolution).isInstanceOf(Resolution.KeepTarget.class);
    assertThat(resolution.why().flags()).containsExactly(ConflictFlag.FUTURE);
    assertThat(resolve(new Cell.Int(NOW + 5), new Cell.Int(NOW - 1000)))
        .isInstanceOf(Resolution.TakeSource.class);
  }

  @Test
  void nanosecondsAreNotRoundedByADouble() {
    long nanos = NOW * 1_000_000_000L - 3_600_000_000_000L;
    NewestWins exact = new NewestWins(BY.withMaxClockSkew(Duration.ZERO), DeleteRules.defaults());
    assertThat(resolve(exact, new Cell.Int(nanos + 1), new Cell.Int(nanos)))
        .isInstanceOf(Resolution.TakeSource.class);
    assertThat(resolve(exact, new Cell.Int(nanos), new Cell.Int(nanos + 1)))
        .isInstanceOf(Resolution.KeepTarget.class);
  }

  @Test
  void aDeclaredUnitIsNotGuessed() {
    NewestWins millis = new NewestWins(BY.withUnit(EpochUnit.MS), DeleteRules.defaults());
    assertThat(resolve(millis, new Cell.Int(9_000_000_000L), new Cell.Int(NOW * 1000)))
        .isInstanceOf(Resolution.KeepTarget.class);
    NewestWins iso = new NewestWins(BY.withUnit(EpochUnit.ISO), DeleteRules.defaults());
    assertThat(resolve(iso, new Cell.Int(NOW - 60), SampleConflicts.text("1999-12-31")))
        .isInstanceOf(Resolution.KeepTarget.class);
  }

  @Test
  void offsetsOfIsoTextsCount() {
    assertThat(StoredTime.nanos("2026-11-24T12:00:00+02:00", EpochUnit.AUTO))
        .isEqualTo(StoredTime.nanos("2026-11-24 10:00:00Z", EpochUnit.AUTO))
        .isEqualTo(StoredTime.nanos("2026-11-24T10:00", EpochUnit.ISO))
        .isEqualTo(StoredTime.nanos("2026-11-24T05:30:00.000-0430", EpochUnit.AUTO));
    assertThat(StoredTime.nanos("2026-11-24T10:00:00.123456789", EpochUnit.ISO).orElseThrow())
        .isEqualTo(
            StoredTime.nanos("2026-11-24", EpochUnit.AUTO)
                .orElseThrow()
                .add(BigInteger.valueOf(36_000_123_456_789L)));
  }

  /** The unit in which a side happens to keep its time does not change who is newer. */
  @Property
  void unitsDoNotMatter(
      @ForAll @LongRange(min = 1_000_000_000, max = 1_790_000_000) long source,
      @ForAll @LongRange(min = 1_000_000_000, max = 1_790_000_000) long target,
      @ForAll @IntRange(max = 4) int sourceUnit,
      @ForAll @IntRange(max = 4) int targetUnit) {
    Resolution plain = resolve(new Cell.Int(source), new Cell.Int(target));
    Resolution noisy = resolve(in(sourceUnit, source), in(targetUnit, target));
    assertThat(noisy.getClass()).isEqualTo(plain.getClass());
    assertThat(noisy.why().flags()).isEqualTo(plain.why().flags());
  }

  /** Within the skew the answer does not depend on whose clock was ahead. */
  @Property
  void withinTheSkewTheTieBreakDecides(
      @ForAll @LongRange(min = 1_000_000_000, max = 1_790_000_000) long time,
      @ForAll @IntRange(min = -5, max = 5) int skew) {
    Resolution resolution = resolve(new Cell.Int(time), new Cell.Int(time + skew));
    assertThat(resolution).isInstanceOf(Resolution.TakeSource.class);
    assertThat(resolution.why().flags()).contains(ConflictFlag.TIE);
  }

  private static Cell in(int unit, long seconds) {
    return switch (unit) {
      case 0 -> new Cell.Int(seconds);
      case 1 -> new Cell.Int(seconds * 1000);
      case 2 -> new Cell.Int(seconds * 1_000_000);
      case 3 -> new Cell.Int(seconds * 1_000_000_000);
      default -> SampleConflicts.text(Instant.ofEpochSecond(seconds).toString());
    };
  }

  private static Resolution resolve(Cell source, Cell target) {
    return resolve(new NewestWins(BY, DeleteRules.defaults()), source, target);
  }

  private static Resolution resolve(NewestWins resolver, Cell source, Cell target) {
    return resolver.resolve(
        SampleConflicts.update(
            Optional.empty(),
            SampleConflicts.row("s", 1, source, "{}"),
            SampleConflicts.row("t", 2, target, "{}")));
  }
}
