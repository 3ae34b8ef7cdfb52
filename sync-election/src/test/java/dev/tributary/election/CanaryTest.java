package dev.tributary.election;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CanaryTest {
  private final List<String> sent = new ArrayList<>();
  private final List<String> found = new ArrayList<>();
  private final Canary canary =
      new Canary(sent::add, mode -> found.add(mode.name()), () -> found.add("deaf"));

  private static long seconds(long n) {
    return Duration.ofSeconds(n).toNanos();
  }

  @Test
  void canaryThatIsHeardMeansListen() {
    canary.fly(0);
    canary.heard("canary of somebody else");
    assertThat(found).isEmpty();
    canary.heard(sent.get(0));
    assertThat(found).containsExactly("LISTEN");
    canary.passTime(seconds(30));
    assertThat(sent).hasSize(2);
  }

  @Test
  void canaryThatIsNotHeardMeansPollAndAnotherConnection() {
    canary.fly(0);
    canary.sent(sent.get(0), 0);
    canary.passTime(seconds(2));
    assertThat(found).containsExactly("POLL");
    canary.passTime(seconds(32));
    assertThat(found).containsExactly("POLL", "deaf");
  }

  @Test
  void canaryThatTheDatabaseDidNotTakeMeansNothing() {
    canary.fly(0);
    canary.passTime(seconds(29));
    assertThat(found).isEmpty();
  }
}
