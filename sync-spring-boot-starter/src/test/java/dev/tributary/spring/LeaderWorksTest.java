package dev.tributary.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.api.ClientName;
import dev.tributary.api.Leadership;
import dev.tributary.api.LeadershipListener;
import dev.tributary.api.LeadershipLost;
import dev.tributary.api.LossReason;
import dev.tributary.api.SyncListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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

  @Test
  void theOuterCallHearsOfTheLossAsWellThatEndedTheInnerOne() {
    elector.lead(works);
    LeaderWork outer = works.begin(elector.current().orElseThrow());
    LeaderWork inner = works.begin(elector.current().orElseThrow());
    elector.lose(LossReason.TAKEN_OVER, works);
    works.end(inner);
    assertThat(Thread.currentThread().isInterrupted()).isTrue();
    works.end(outer);
    assertThat(Thread.interrupted()).isFalse();
  }

  @Test
  void anErrorOfOneListenerKeepsTheLossFromNoOther() {
    LeadershipListener broken =
        new LeadershipListener() {
          @Override
          public void lost(Leadership leadership, LossReason reason) {
            throw new NoClassDefFoundError("a listener of somebody");
          }
        };
    LeadershipListener all = new EveryLeadershipListener(List.of(broken, works));
    elector.lead(all);
    LeaderWork work = works.begin(elector.current().orElseThrow());
    elector.lose(LossReason.TAKEN_OVER, all);
    assertThat(work.wasInterrupted()).isTrue();
    works.end(work);
  }

  @Test
  void anErrorOfOneListenerOfRunsKeepsTheNewsFromNoOther() {
    List<ClientName> heard = new ArrayList<>();
    SyncListener broken =
        new SyncListener() {
          @Override
          public void unchanged(Set<ClientName> clients) {
            throw new AssertionError("a listener of somebody");
          }
        };
    SyncListener other =
        new SyncListener() {
          @Override
          public void unchanged(Set<ClientName> clients) {
            heard.addAll(clients);
          }
        };
    new EverySyncListener(List.of(broken, other)).unchanged(Set.of(new ClientName("acme")));
    assertThat(heard).containsExactly(new ClientName("acme"));
  }
}
