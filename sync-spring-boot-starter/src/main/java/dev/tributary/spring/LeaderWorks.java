package dev.tributary.spring;

import dev.tributary.api.Leadership;
import dev.tributary.api.LeadershipListener;
import dev.tributary.api.LeadershipLost;
import dev.tributary.api.LossReason;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The calls that run on behalf of a term. When the term ends they are interrupted, so that this
 * node does not go on beside the next leader; when it is given up freely, the next leader waits a
 * while for them.
 */
final class LeaderWorks implements LeadershipListener {
  private static final Logger LOG = LoggerFactory.getLogger(LeaderWorks.class);

  /** What an interrupted call may need to clean up. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(1);

  private final Duration drain;
  private final Set<LeaderWork> running = ConcurrentHashMap.newKeySet();

  LeaderWorks(Duration drain) {
    this.drain = drain;
  }

  /**
   * To be ended on the same thread.
   *
   * @throws LeadershipLost when the term ended meanwhile
   */
  LeaderWork begin(Leadership leadership) {
    LeaderWork work = new LeaderWork(leadership.token());
    running.add(work);
    // Only now: a loss that came before it was added did not see it.
    if (!leadership.isValid()) {
      end(work);
      leadership.check();
    }
    return work;
  }

  void end(LeaderWork work) {
    work.end();
    running.remove(work);
    // A call within a call took the interrupt with it: the outer one is to hear of it, too.
    if (running.stream().anyMatch(outer -> outer.isOfThisThread() && outer.wasInterrupted())) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void lost(Leadership leadership, LossReason reason) {
    List<LeaderWork> works =
        running.stream().filter(work -> work.token().equals(leadership.token())).toList();
    boolean freely = reason == LossReason.RESIGNED || reason == LossReason.CLOSED;
    if (freely && allEndWithin(works, drain)) {
      return;
    }
    works.forEach(LeaderWork::interrupt);
    if (!allEndWithin(works, freely ? LAST_WORDS : Duration.ZERO) && !works.isEmpty()) {
      LOG.warn("{}: calls of a leader's methods were interrupted: {}", reason, works.size());
    }
  }

  private static boolean allEndWithin(List<LeaderWork> works, Duration time) {
    long deadline = System.nanoTime() + time.toNanos();
    try {
      for (LeaderWork work : works) {
        if (!work.awaitEnd(deadline)) {
          return false;
        }
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
