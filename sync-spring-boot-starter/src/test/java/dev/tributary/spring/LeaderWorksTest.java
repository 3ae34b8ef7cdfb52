package dev.tributary.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.api.Leadership;
import dev.tributary.api.LeadershipListener;
import dev.tributary.api.LeadershipLost;
import dev.tributary.api.LossReason;
import java.time.Duration;
import org.junit.jupiter.api.Test;

final class LeaderWorksTest {
  private final LeaderWorks works = new LeaderWorks(Duration.ZERO);
  private final HandElector elector = new HandElector();

  @Test
  void aCallThatBeginsWhenTheLossWasHeardAlreadyDoesNotBegin() {
    elector.lead(works);
    Leadership leadership = elector.current().orElseThrow();
    elector.lose(LossReason.TAKEN_OVER, works);
    assertThatThrownBy(() -> works.begin(leadership)).isInstanceOf(LeadershipLost.class);
  }

  @Test
  void theLossOfOneTermLeavesTheCallsOfTheNextAlone() {
    elector.lead(works);
    Leadership first = elector.current().orElseThrow();
    elector.lose(LossReason.TAKEN_OVER, LeadershipListener.NONE);
    elector.lead(works);
    LeaderWork work = works.begin(elector.current().orElseThrow());
    works.lost(first, LossReason.TAKEN_OVER);
    assertThat(work.wasInterrupted()).isFalse();
    works.end(work);
  }

  @Test
  void anInterruptThatComesAfterTheEndReachesNobody() {
    elector.lead(works);
    LeaderWork work = works.begin(elector.current().orElseThrow());
    works.end(work);
    work.interrupt();
    assertThat(Thread.interrupted()).isFalse();
  }
}
