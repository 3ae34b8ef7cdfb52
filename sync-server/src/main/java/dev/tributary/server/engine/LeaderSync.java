package dev.tributary.server.engine;

import dev.tributary.api.ClientName;
import dev.tributary.api.ClusterName;
import dev.tributary.api.ConnectionSource;
import dev.tributary.api.SyncException;
import dev.tributary.api.SyncMode;
import dev.tributary.api.SyncReport;
import dev.tributary.core.SyncJobs;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A sync by the node that leads the cluster, where one does. */
public final class LeaderSync {
  private static final Duration LOOK = Duration.ofMillis(200);
  private static final int LOOKS = 300;

  private final SyncJobs jobs;

  private LeaderSync(SyncJobs jobs) {
    this.jobs = jobs;
  }

  public static LeaderSync of(ConnectionSource connections, ClusterName cluster) {
    return new LeaderSync(new SyncJobs(connections, cluster));
  }

  /**
   * Asks the leader and waits for a minute at most.
   *
   * @return empty: nobody leads. Else why the run did not do all, empty text when it did.
   */
  public Optional<String> run(ClientName client) {
    if (jobs.leading().isEmpty()) {
      return Optional.empty();
    }
    try {
      UUID job = jobs.trigger(client, SyncMode.INCREMENTAL, "conflicts resolve").id();
      return Optional.of(outcome(job));
    } catch (SyncException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private String outcome(UUID job) {
    for (int look = 0; look < LOOKS; look++) {
      var seen = jobs.look(job);
      if (seen.failure().isPresent()) {
        return seen.failure().get().message();
      }
      if (seen.over()) {
        return seen.result().isEmpty()
            ? "the leader's run ended as " + seen.status()
            : Optional.of(seen.syncReport()).flatMap(SyncReport::holdReason).orElse("");
      }
      pause();
    }
    return "the leader is still at it: " + jobs.look(job).syncId();
  }

  private static void pause() {
    try {
      new CountDownLatch(1).await(LOOK.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}
