package dev.tributary.election;

import dev.tributary.api.Leadership;
import dev.tributary.api.LeadershipLost;
import dev.tributary.api.internal.FencedTerm;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Whether this node leads: written by the elector's thread, asked and waited for by any. */
final class Standing {
  private volatile Optional<FencedTerm> term = Optional.empty();

  // Guarded by this
  private final Set<Thread> working = new HashSet<>();
  private boolean closed;

  void trustUntil(long nanos) {
    term.ifPresent(t -> t.trustUntil(nanos));
  }

  synchronized void gained(FencedTerm next) {
    term = Optional.of(next);
    notifyAll();
  }

  synchronized FencedTerm lost() {
    FencedTerm over = term.orElseThrow();
    over.end();
    term = Optional.empty();
    working.forEach(Thread::interrupt);
    working.clear();
    return over;
  }

  Optional<Leadership> current() {
    return valid().map(t -> t);
  }

  private Optional<FencedTerm> valid() {
    return term.filter(FencedTerm::isValid);
  }

  synchronized Optional<FencedTerm> await(long nanos) throws InterruptedException {
    long deadline = System.nanoTime() + nanos;
    long left = nanos;
    while (valid().isEmpty() && left > 0 && !closed) {
      TimeUnit.NANOSECONDS.timedWait(this, Math.min(left, 1_000_000_000L));
      left = deadline - System.nanoTime();
    }
    return valid();
  }

  /** Nobody waits any longer. */
  synchronized void close() {
    closed = true;
    notifyAll();
  }

  /**
   * Runs on the calling thread, which is interrupted when the term is lost.
   *
   * @throws LeadershipLost when it was lost before the task ended
   */
  void work(FencedTerm under, Runnable task) {
    under.enter();
    try {
      begin(under);
      runUnder(under, task);
    } finally {
      under.leave();
    }
  }

  private synchronized void begin(FencedTerm under) {
    under.check();
    working.add(Thread.currentThread());
  }

  private void runUnder(FencedTerm under, Runnable task) {
    try {
      task.run();
    } finally {
      end(under);
    }
  }

  /** An interrupt of ours must not stop what the thread does next. */
  private synchronized void end(FencedTerm under) {
    if (!working.remove(Thread.currentThread())) {
      Thread.interrupted();
      throw new LeadershipLost(under + " was lost while its work ran");
    }
  }
}
