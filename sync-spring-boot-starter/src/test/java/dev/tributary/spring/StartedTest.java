package dev.tributary.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.GenericApplicationContext;

final class StartedTest {
  private final List<String> heard = new ArrayList<>();

  private Started part(String name, int rank) {
    return new Started(name, rank, () -> heard.add("+" + name), () -> heard.add("-" + name));
  }

  @Test
  void partsBeginInTheirRankAndEndBackwards() {
    try (GenericApplicationContext context = new GenericApplicationContext()) {
      context.registerBean("b", Started.class, () -> part("schedule", 20));
      context.registerBean("a", Started.class, () -> part("election", 10));
      context.refresh();
    }
    assertThat(heard).containsExactly("+election", "+schedule", "-schedule", "-election");
  }

  @Test
  void aPauseOfTheContextEndsNothing() {
    try (GenericApplicationContext context = new GenericApplicationContext()) {
      context.registerBean(Started.class, () -> part("election", 10));
      context.refresh();
      context.pause();
      context.restart();
      assertThat(heard).containsExactly("+election");
    }
  }

  @Test
  void whatHasEndedIsNotStartedAgain() {
    Started part = part("the election", 10);
    part.start();
    part.stop();
    assertThatThrownBy(part::start)
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("the election was stopped");
    assertThat(part.isRunning()).isFalse();
  }
}
