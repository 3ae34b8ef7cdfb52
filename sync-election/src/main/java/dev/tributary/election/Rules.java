package dev.tributary.election;

import java.time.Duration;
import java.util.UUID;

/**
 * The numbers of one election, in nanoseconds.
 *
 * @param holder drawn at random for this process
 * @param jitter of this node: not all take over in the same moment
 * @param drain how long running work may keep the lease from being given up
 */
record Rules(UUID holder, Eligibility eligibility, LeaseTimes times, long jitter, long drain) {
  /** A free beacon must stay free for so long, and the beat the same. */
  static final long GRACE = Duration.ofMillis(300).toNanos();

  /**
   * The same while the leader's other session still stands: probably only the beacon's connection
   * broke.
   */
  static final long GRACE_WITH_PULSE = Duration.ofMillis(1200).toNanos();

  /**
   * How long a leader with a beacon believes itself after the last question that PostgreSQL
   * answered. PostgreSQL ends the beacon's session after 4 s of silence, not earlier.
   */
  static final long PROOF = Duration.ofMillis(2500).toNanos();

  /** The same after it saw its beacon's connection end: less than {@link #GRACE}. */
  static final long PROOF_WITHOUT_BEACON = Duration.ofMillis(200).toNanos();

  /** The same after a renewal over a session that holds the pulse: less than the grace for that. */
  static final long PROOF_WITH_PULSE = Duration.ofMillis(1000).toNanos();

  /** A leader whose beacon is gone shows by its beat that it lives. */
  static final long BEAT_WITHOUT_BEACON = Duration.ofMillis(100).toNanos();

  /** How often a follower asks where no notification arrives. */
  static final long POLL = Duration.ofSeconds(1).toNanos();

  /** How soon a follower asks again whether a leader who had no beacon has one now. */
  static final long WITHOUT_BEACON = Duration.ofMillis(100).toNanos();

  /** How soon a lease row that somebody had locked is tried again. */
  static final long LOCKED_AGAIN = Duration.ofMillis(50).toNanos();

  /** After resigning, others go first. */
  static final long ASIDE = Duration.ofSeconds(3).toNanos();

  private static final long FIRST_BACKOFF = Duration.ofMillis(250).toNanos();
  private static final long LONGEST_BACKOFF = Duration.ofSeconds(5).toNanos();

  long trust(long asked) {
    return asked + times.lease().minus(times.margin()).toNanos();
  }

  long heartbeat() {
    return times.heartbeat().toNanos();
  }

  /** Until the next question after so many that failed in a row. */
  static long backoff(int failures) {
    return Math.min(LONGEST_BACKOFF, FIRST_BACKOFF << Math.min(failures - 1, 10));
  }

  /** The same for a leader who trusts in its lease alone and has time. */
  long retry(int failures) {
    return Math.max(times.retry().toNanos(), failures > 3 ? backoff(failures) : 0);
  }
}
