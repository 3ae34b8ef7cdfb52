package dev.tributary.benchmarks.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RatiosTest {

  @Test
  void ratiosAreTakenRoundByRound() {
    Ratios ratios = Ratios.between(List.of(1.0, 3.0, 8.0), List.of(2.0, 3.0, 4.0));

    assertThat(ratios).isEqualTo(new Ratios(1.0, 0.5, 2.0));
  }

  @Test
  void theMiddleOfAnEvenNumberLiesBetweenTwo() {
    assertThat(Ratios.of(List.of(4.0, 1.0, 2.0, 3.0)).median()).isEqualTo(2.5);
  }

  @Test
  void aMissedGoalIsSaidAloud() {
    assertThat(Goal.atMost("ours / theirs", 0.6).judge(0.7))
        .isEqualTo("goal: ours / theirs at most 0.60: 0.70 MISSED");
    assertThat(Goal.atLeast("theirs / ours", 3).judge(3)).endsWith("met");
  }
}
