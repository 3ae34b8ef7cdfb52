package dev.tributary.core.internal.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.core.internal.schedule.JobFailure.Kind;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class BackoffTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private final Backoff unspread = new Backoff(() -> 0.5);

  @Test
  void troubleThatGoesByItselfIsTriedSoonAndThenLessAndLessOften() {
    assertThat(
            IntStream.rangeClosed(1, 7)
                .mapToObj(i -> unspread.after(Kind.TARGET, i, MINUTE).toSeconds()))
        .containsExactly(2L, 4L, 8L, 16L, 32L, 60L, 60L);
  }

  @Test
  void whatAPersonMustMendIsNeverTriedMoreOftenThanItsInterval() {
    assertThat(
            IntStream.rangeClosed(1, 8)
                .mapToObj(
                    i -> unspread.after(Kind.CONFIGURATION, i, Duration.ofSeconds(1)).toMinutes()))
        .containsExactly(1L, 2L, 4L, 8L, 16L, 32L, 60L, 60L);
    assertThat(unspread.after(Kind.CONFIGURATION, 100, Duration.ofDays(1)))
        .isEqualTo(Duration.ofDays(1));
  }

  @Test
  void clientsThatFailTogetherDoNotComeBackTogether() {
    Duration soonest = new Backoff(() -> 0).after(Kind.SOURCE, 3, MINUTE);
    Duration latest = new Backoff(() -> 0.999).after(Kind.SOURCE, 3, MINUTE);
    assertThat(soonest).isEqualTo(Duration.ofSeconds(6));
    assertThat(latest).isBetween(Duration.ofMillis(9_900), Duration.ofSeconds(10));
  }

  @Test
  void theOrdinaryPauseIsNeverLongerThanTheInterval() {
    assertThat(new Backoff(() -> 0).afterSuccess(MINUTE)).isEqualTo(MINUTE);
    assertThat(new Backoff(() -> 0.999).afterSuccess(MINUTE))
        .isBetween(Duration.ofSeconds(54), Duration.ofMillis(54_100));
  }
}
