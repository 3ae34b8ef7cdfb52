package dev.tributary.election;

import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that decides, for all elections of a node. It does no I/O, so it ends belief in time
 * whatever the database and the network do.
 */
final class ElectorThread implements Runnable, Mailbox {
  private static final Logger LOG = LoggerFactory.getLogger(ElectorThread.class);

  private final LongSupplier clock;
  private final List<Timed> timed = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Runnable> mail = new LinkedBlockingQueue<>();

  ElectorThread(LongSupplier clock) {
    this.clock = clock;
  }

  void add(Timed one) {
    timed.add(one);
  }

  void remove(Timed one) {
    timed.remove(one);
  }

  /** Has something done on this thread. */
  void execute(Runnable task) {
    mail.add(task);
  }

  @Override
  public void post(Candidacy to, Event event) {
    mail.add(() -> deliver(to, event));
  }

  private void deliver(Candidacy to, Event event) {
    if (!(event instanceof Event.WorkDone) || to.isLastWork()) {
      to.hear(event, clock.getAsLong());
    }
  }

  @Override
  public void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        Runnable next = mail.poll(untilWake(), TimeUnit.NANOSECONDS);
        if (next != null) {
          guarded(next);
        }
        guarded(this::passTime);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void guarded(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error e) {
      LOG.error("the election met a fault of its own and goes on", e);
    }
  }

  private long untilWake() {
    long now = clock.getAsLong();
    long soonest = Long.MAX_VALUE;
    for (Timed one : timed) {
      long at = one.wakeAt();
      soonest = at == Long.MAX_VALUE ? soonest : Math.min(soonest, at - now);
    }
    return Math.max(0, soonest);
  }

  private void passTime() {
    long now = clock.getAsLong();
    for (Timed one : timed) {
      long at = one.wakeAt();
      if (at != Long.MAX_VALUE && now - at >= 0) {
        one.passTime(now);
      }
    }
  }
}
