package dev.tributary.election;

import dev.tributary.api.ConfigurationInvalid;
import java.time.Duration;
import java.util.Objects;

/**
 * How long a lease lives, and how often it is renewed.
 *
 * @param lease 5 s to 1 h; the longest time without a leader after the worst kind of failure
 * @param heartbeat at least 100 ms, and so short that the lease outlives a failed renewal and two
 *     more attempts
 */
public record LeaseTimes(Duration lease, Duration heartbeat) {
  private static final Duration LONGEST_RETRY = Duration.ofSeconds(5);

  /** 60 s, renewed each 30 s. */
  public static final LeaseTimes STANDARD =
      new LeaseTimes(Duration.ofSeconds(60), Duration.ofSeconds(30));

  /** 15 s, renewed each 5 s. */
  public static final LeaseTimes FAST =
      new LeaseTimes(Duration.ofSeconds(15), Duration.ofSeconds(5));

  public LeaseTimes {
    Objects.requireNonNull(lease, "lease");
    Objects.requireNonNull(heartbeat, "heartbeat");
    if (lease.compareTo(Duration.ofSeconds(5)) < 0 || lease.compareTo(Duration.ofHours(1)) > 0) {
      throw new ConfigurationInvalid("lease of %s: must be 5 s to 1 h".formatted(lease));
    }
    if (heartbeat.compareTo(Duration.ofMillis(100)) < 0) {
      throw new ConfigurationInvalid("heartbeat of %s: at least 100 ms".formatted(heartbeat));
    }
    Duration needed = heartbeat.plus(retry(heartbeat).multipliedBy(3)).plus(margin(lease));
    if (lease.compareTo(needed) < 0) {
      throw new ConfigurationInvalid(
          "lease of %s is too short for a heartbeat of %s: it must outlive three retries, %s"
              .formatted(lease, heartbeat, needed));
    }
  }

  /** A lease renewed three times in its life. */
  public static LeaseTimes of(Duration lease) {
    return new LeaseTimes(lease, lease.dividedBy(3));
  }

  /** When a renewal that failed is tried again. */
  Duration retry() {
    return retry(heartbeat);
  }

  /** How much earlier than the database a node ends its own belief. */
  Duration margin() {
    return margin(lease);
  }

  private static Duration retry(Duration heartbeat) {
    Duration third = heartbeat.dividedBy(3);
    return third.compareTo(LONGEST_RETRY) < 0 ? third : LONGEST_RETRY;
  }

  private static Duration margin(Duration lease) {
    Duration part = lease.dividedBy(50);
    Duration least = Duration.ofSeconds(1);
    return part.compareTo(least) > 0 ? part : least;
  }
}
