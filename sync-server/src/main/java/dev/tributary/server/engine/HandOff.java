package dev.tributary.server.engine;

import dev.tributary.api.ClientName;
import dev.tributary.api.LeadershipLost;
import dev.tributary.api.SyncListener;
import dev.tributary.api.TargetUnavailable;
import dev.tributary.core.SeenJob;
import dev.tributary.core.SyncJobs;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Lets the node that leads do what this command was asked for, and waits for it; where none leads,
 * the command does it itself. So there is one writer, whoever asks.
 */
final class HandOff {
  private static final Duration LOOK_EVERY = Duration.ofMillis(200);

  /** Other nodes take over within this; it is not worth doing it oneself before. */
  private static final Duration NODES_TAKE_OVER = Duration.ofSeconds(2);

  private static final Duration DATABASE_COMES_BACK = Duration.ofMinutes(1);
  private static final int CANCEL_ATTEMPTS = 3;
  private static final Duration ANSWER_FOLLOWS = Duration.ofSeconds(10);

  private final SyncJobs jobs;
  private final SyncListener listener;
  private final Consumer<String> says;
  private final LongSupplier nanoTime;

  HandOff(SyncJobs jobs, SyncListener listener, Consumer<String> says, LongSupplier nanoTime) {
    this.jobs = jobs;
    this.listener = listener;
    this.says = says;
    this.nanoTime = nanoTime;
  }

  /**
   * What is to be done, both ways.
   *
   * @param ask records a job for the leader
   * @param answer reads its result
   * @param here does it without one
   */
  record Errand<T>(
      ClientName client,
      Function<UUID, SyncJobs.Asked> ask,
      Function<SeenJob, T> answer,
      Supplier<T> here) {}

  <T> T run(Errand<T> errand) {
    while (true) {
      Optional<SyncJobs.Leading> leading = jobs.leading();
      Optional<T> done = leading.isPresent() ? there(errand, leading.get()) : here(errand);
      if (done.isPresent()) {
        return done.get();
      }
    }
  }

  /** Empty when a node took the lead meanwhile. */
  private <T> Optional<T> here(Errand<T> errand) {
    try {
      return Optional.of(errand.here().get());
    } catch (LeadershipLost e) {
      if (jobs.leading().isEmpty()) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /** Empty when no node leads any more, and the job was taken back. */
  private <T> Optional<T> there(Errand<T> errand, SyncJobs.Leading leading) {
    SyncJobs.Asked asked = ask(errand);
    says.accept(
        "node %s leads the cluster and does this as %s; waiting for it"
            .formatted(leading.node(), asked.syncId()));
    Wait wait = new Wait(asked, errand.client());
    try {
      return wait.untilOver().map(errand.answer());
    } catch (InterruptedException e) {
      throw wait.givenUp(e);
    }
  }

  /** A job whose record was not answered may be there all the same; nobody would wait for it. */
  private <T> SyncJobs.Asked ask(Errand<T> errand) {
    UUID id = UUID.randomUUID();
    try {
      return errand.ask().apply(id);
    } catch (TargetUnavailable e) {
      cancel(id);
      throw e;
    }
  }

  /** A process that is told to end cuts its connections once, maybe the one of this as well. */
  private boolean cancel(UUID job) {
    for (int attempt = 1; attempt < CANCEL_ATTEMPTS; attempt++) {
      try {
        return jobs.cancel(job);
      } catch (TargetUnavailable e) {
        continue;
      }
    }
    return jobs.cancel(job);
  }

  /** One wait for one job. */
  private final class Wait {
    private final SyncJobs.Asked asked;
    private final ClientName client;
    private Optional<Long> unledSince = Optional.empty();
    private Optional<Long> awaySince = Optional.empty();
    private Optional<Long> overSince = Optional.empty();

    Wait(SyncJobs.Asked asked, ClientName client) {
      this.asked = asked;
      this.client = client;
    }

    /** The job when it is over; empty when it was taken back. */
    Optional<SeenJob> untilOver() throws InterruptedException {
      while (true) {
        Optional<SeenJob> seen = look();
        if (seen.isPresent() && isAnswered(seen.get())) {
          return seen;
        }
        if (seen.isPresent() && isTakenBack(seen.get())) {
          return Optional.empty();
        }
        new CountDownLatch(1).await(LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
      }
    }

    private Optional<SeenJob> look() throws InterruptedException {
      try {
        SeenJob seen = jobs.look(asked.id());
        awaySince = Optional.empty();
        seen.progress()
            .forEach(
                p -> listener.progress(client, p.table(), p.rowsDone(), p.rowsTotal(), p.bytes()));
        return Optional.of(seen);
      } catch (TargetUnavailable e) {
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
        awaySince = since(awaySince);
        if (isLonger(awaySince, DATABASE_COMES_BACK)) {
          throw e;
        }
        return Optional.empty();
      }
    }

    private boolean isAnswered(SeenJob seen) {
      if (!seen.over()) {
        return false;
      }
      if (seen.reported()) {
        return true;
      }
      seen.failure()
          .ifPresent(
              failure -> {
                throw failure;
              });
      overSince = since(overSince);
      if (isLonger(overSince, ANSWER_FOLLOWS)) {
        throw new TargetUnavailable(
            "%s ended as %s, but the node that did it died before it could say more"
                .formatted(asked.syncId(), seen.status()));
      }
      return false;
    }

    private boolean isTakenBack(SeenJob seen) {
      if (seen.led() || seen.over()) {
        unledSince = Optional.empty();
        return false;
      }
      unledSince = since(unledSince);
      if (!isLonger(unledSince, NODES_TAKE_OVER) || !jobs.takeBack(asked.id(), seen)) {
        return false;
      }
      says.accept("no node leads any more; this command does it itself");
      return true;
    }

    private Optional<Long> since(Optional<Long> before) {
      return before.isPresent() ? before : Optional.of(nanoTime.getAsLong());
    }

    private boolean isLonger(Optional<Long> since, Duration patience) {
      return nanoTime.getAsLong() - since.orElseThrow() >= patience.toNanos();
    }

    TargetUnavailable givenUp(InterruptedException e) {
      String became = cancel(asked.id()) ? "was cancelled" : "goes on at the node that leads";
      Thread.currentThread().interrupt();
      return new TargetUnavailable("interrupted; %s %s".formatted(asked.syncId(), became), e);
    }
  }
}
