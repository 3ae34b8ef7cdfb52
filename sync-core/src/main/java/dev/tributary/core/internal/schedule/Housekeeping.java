package dev.tributary.core.internal.schedule;

import dev.tributary.api.Leadership;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a leader does for its cluster besides syncing. */
final class Housekeeping {
  private static final Logger LOG = LoggerFactory.getLogger(Housekeeping.class);
  private static final Duration LOOK = Duration.ofSeconds(15);
  private static final Duration PURGE = Duration.ofDays(1);
  private static final Duration FIRST_PURGE = Duration.ofMinutes(10);

  private final JobQueue jobs;
  private final HostRows hosts;
  private final Retention retention;
  private final Duration silence;
  private final LongSupplier nanoTime;
  private long nextLook;
  private long nextPurge;

  /**
   * @param silence after which a node counts as offline
   */
  Housekeeping(
      JobQueue jobs, HostRows hosts, Retention retention, Duration silence, LongSupplier nanoTime) {
    this.jobs = jobs;
    this.hosts = hosts;
    this.retention = retention;
    this.silence = silence;
    this.nanoTime = nanoTime;
  }

  void takeOver(Leadership leadership) {
    int reaped = jobs.reap(leadership);
    if (reaped > 0) {
      LOG.info("took up {} jobs that former leaders left running", reaped);
    }
    nextLook = nanoTime.getAsLong();
    nextPurge = nanoTime.getAsLong() + FIRST_PURGE.toNanos();
  }

  void ifDue(Leadership leadership) {
    long now = nanoTime.getAsLong();
    if (now - nextLook >= 0) {
      nextLook = now + LOOK.toNanos();
      jobs.reap(leadership);
      int silent = hosts.markSilent(silence, leadership);
      if (silent > 0) {
        LOG.warn("{} nodes of this cluster are silent and count as offline", silent);
      }
    }
    if (now - nextPurge >= 0) {
      nextPurge = now + PURGE.toNanos();
      LOG.info("removed what was over and old: {}", retention.purge(leadership));
    }
  }
}
