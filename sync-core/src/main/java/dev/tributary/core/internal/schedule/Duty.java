package dev.tributary.core.internal.schedule;

import dev.tributary.api.LeaderElector;
import dev.tributary.api.Leadership;
import dev.tributary.api.LeadershipLost;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a node does every second: nothing while another leads; else what the last leader left, the
 * clients that are due, and now and then the housekeeping.
 */
final class Duty {
  private static final Logger LOG = LoggerFactory.getLogger(Duty.class);

  private final LeaderElector elector;
  private final SchedulePass pass;
  private final WorkRun runs;
  private final ReadyQueue queue;
  private final Housekeeping housekeeping;

  // Used only by the scheduler's thread
  private long term = -1;

  Duty(
      LeaderElector elector,
      SchedulePass pass,
      WorkRun runs,
      ReadyQueue queue,
      Housekeeping housekeeping) {
    this.elector = elector;
    this.pass = pass;
    this.runs = runs;
    this.queue = queue;
    this.housekeeping = housekeeping;
  }

  void turn() {
    Optional<Leadership> leads = leads();
    if (leads.isEmpty()) {
      follow();
      return;
    }
    try {
      lead(leads.get());
    } catch (LeadershipLost e) {
      follow();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** An elector that does not campaign by itself is asked to. */
  private Optional<Leadership> leads() {
    Optional<Leadership> leads = elector.current();
    if (leads.isPresent()) {
      return leads;
    }
    try {
      return Optional.of(elector.await(Duration.ZERO));
    } catch (LeadershipLost e) {
      LOG.debug("Not leader, skipping: {}", e.getMessage());
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }

  private void follow() {
    queue.passBegins();
    queue.replace(List.of());
    term = -1;
  }

  private void lead(Leadership leadership) throws InterruptedException {
    boolean gained = leadership.token().term() != term;
    if (gained) {
      runs.forgetFailures();
      housekeeping.takeOver(leadership);
      term = leadership.token().term();
    }
    runs.settleTheRest(leadership);
    housekeeping.ifDue(leadership);
    pass.run(leadership);
  }
}
