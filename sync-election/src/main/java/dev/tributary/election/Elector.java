package dev.tributary.election;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.Leadership;
import dev.tributary.api.LeadershipLost;
import dev.tributary.api.SyncException;
import dev.tributary.api.internal.FencedTerm;
import dev.tributary.api.internal.LeaseView;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** What every elector does for its callers: it lets them ask, wait and leave. */
final class Elector {
  private static final Duration LONGEST_CLOSE = Duration.ofSeconds(5);

  private final Candidacy candidacy;
  private final ElectorRuntime runtime;

  private enum Life {
    NEW,
    STARTED,
    CLOSED
  }

  // Written under the lock of this
  private volatile Life life = Life.NEW;

  // Guarded by this
  private boolean started;

  Elector(Candidacy candidacy, ElectorRuntime runtime) {
    this.candidacy = candidacy;
    this.runtime = runtime;
  }

  synchronized void start() {
    if (life == Life.CLOSED) {
      throw new ConfigurationInvalid("this elector is closed; build another one");
    }
    if (life == Life.NEW) {
      runtime.start(candidacy);
      life = Life.STARTED;
      started = true;
    }
  }

  Optional<Leadership> current() {
    return candidacy.standing().current();
  }

  Leadership await(Duration timeout) throws InterruptedException {
    requireOpen();
    return candidacy
        .standing()
        .await(TimeUnit.NANOSECONDS.convert(timeout))
        .orElseThrow(this::whyNot);
  }

  private void requireOpen() {
    if (life != Life.STARTED) {
      throw new ConfigurationInvalid(
          life == Life.NEW ? "this elector is not started" : "this elector is closed");
    }
  }

  private RuntimeException whyNot() {
    requireOpen();
    Optional<SyncException> complaint = runtime.complaint();
    if (complaint.isPresent()) {
      return complaint.get();
    }
    LeaseView seen = candidacy.state().watch().seen();
    return new LeadershipLost(
        seen.live()
            ? "node %s leads cluster %s (term %d)"
                .formatted(seen.leader(), candidacy.cluster(), seen.term())
            : "no node leads cluster %s yet".formatted(candidacy.cluster()));
  }

  /** Waits for ever, then works on this thread. */
  void runAsLeader(Runnable task) throws InterruptedException {
    Optional<FencedTerm> term = Optional.empty();
    while (term.isEmpty()) {
      requireOpen();
      term = candidacy.standing().await(TimeUnit.SECONDS.toNanos(1));
    }
    candidacy.standing().work(term.get(), task);
  }

  /** Nobody here believes any more when it returns; the lease follows when all work is done. */
  void resign(Duration aside) {
    if (life == Life.STARTED) {
      CountDownLatch heard = new CountDownLatch(1);
      runtime.post(candidacy, new Event.ResignAsked(aside.toNanos()));
      runtime.execute(heard::countDown);
      await(heard, Duration.ofSeconds(1));
    }
  }

  Optional<String> handOver(Duration patience) throws InterruptedException {
    resign(patience);
    long deadline = System.nanoTime() + patience.toNanos();
    Optional<String> other = otherLeader();
    while (other.isEmpty() && System.nanoTime() - deadline < 0) {
      new CountDownLatch(1).await(10, TimeUnit.MILLISECONDS);
      other = otherLeader();
    }
    return other;
  }

  private Optional<String> otherLeader() {
    LeaseView seen = candidacy.state().watch().seen();
    boolean other = seen.live() && !seen.holder().equals(Optional.of(runtime.holder()));
    return other ? Optional.of(seen.leader()) : Optional.empty();
  }

  ElectionState state() {
    return candidacy.state();
  }

  ElectionCounts counts() {
    return candidacy.counts();
  }

  Optional<String> leader() {
    return candidacy.leader();
  }

  void close() {
    Life before;
    synchronized (this) {
      before = life;
      life = Life.CLOSED;
      if (!started) {
        return; // nothing that runs would ever say that it has ended
      }
    }
    candidacy.standing().close();
    if (before == Life.STARTED) {
      runtime.post(candidacy, new Event.CloseAsked());
    }
    await(candidacy.closed(), runtime.drain().plus(LONGEST_CLOSE));
    runtime.awaitEnd(LONGEST_CLOSE);
  }

  private static void await(CountDownLatch latch, Duration patience) {
    try {
      latch.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
