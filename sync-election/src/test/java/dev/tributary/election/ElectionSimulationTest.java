package dev.tributary.election;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A seed that fails is printed; {@code -Dtributary.test.seed=} runs it alone. */
final class ElectionSimulationTest {

  @Test
  void invariantsHoldUnderThousandsOfSeeds() {
    Long seed = Long.getLong("tributary.test.seed");
    LongStream seeds = seed == null ? LongStream.range(0, 3_000) : LongStream.of(seed);
    assertThat(
            seeds
                .mapToObj(ElectionSimulationTest::run)
                .mapToLong(ElectionSimulation.Outcome::terms)
                .sum())
        .isGreaterThan(3);
  }

  @Test
  @Tag("long")
  void invariantsHoldUnderAHundredThousandSeeds() {
    LongStream.range(0, 100_000).parallel().forEach(ElectionSimulationTest::run);
  }

  @Test
  void aSeedAlwaysGoesTheSameWay() {
    assertThat(run(11)).isEqualTo(run(11));
    assertThat(run(11).terms()).isGreaterThan(1);
    assertThat(run(11).termsThatCommitted()).isGreaterThan(1);
  }

  private static ElectionSimulation.Outcome run(long seed) {
    try {
      return new ElectionSimulation(seed).run();
    } catch (AssertionError | RuntimeException e) {
      throw new AssertionError("seed " + seed + ": " + e.getMessage(), e);
    }
  }
}
