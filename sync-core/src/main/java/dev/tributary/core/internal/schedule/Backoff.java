package dev.tributary.core.internal.schedule;

import java.time.Duration;
import java.util.function.DoubleSupplier;

/**
 * When a client is tried again after a failure. Trouble that goes by itself is tried soon, then
 * less and less often, at its interval at the latest; what a person must mend, never more often
 * than that.
 */
final class Backoff {
  private static final Duration SOONEST = Duration.ofSeconds(2);
  private static final Duration SOONEST_FOR_A_PERSON = Duration.ofMinutes(1);
  private static final Duration LATEST_FOR_A_PERSON = Duration.ofHours(1);
  private static final int MOST_DOUBLINGS = 16;
  private static final double SPREAD = 0.25;

  private final DoubleSupplier random;

  /**
   * @param random at least 0, less than 1
   */
  Backoff(DoubleSupplier random) {
    this.random = random;
  }

  /**
   * @param failures in a row, this one included; at least 1
   */
  Duration after(JobFailure.Kind kind, int failures, Duration interval) {
    boolean goesByItself = kind == JobFailure.Kind.TARGET || kind == JobFailure.Kind.SOURCE;
    Duration first = goesByItself ? SOONEST : longer(interval, SOONEST_FOR_A_PERSON);
    Duration most =
        goesByItself ? longer(interval, SOONEST) : longer(interval, LATEST_FOR_A_PERSON);
    long doublings = Math.min(failures - 1, MOST_DOUBLINGS);
    Duration wanted = first.multipliedBy(1L << doublings);
    return spread(wanted.compareTo(most) < 0 ? wanted : most);
  }

  /** The ordinary pause: a little less than the interval, so that clients do not march in step. */
  Duration afterSuccess(Duration interval) {
    return interval.minusMillis((long) (interval.toMillis() * 0.1 * random.getAsDouble()));
  }

  /** Both ways: many clients that failed together must not come back together. */
  private Duration spread(Duration wanted) {
    double share = 1 - SPREAD + 2 * SPREAD * random.getAsDouble();
    return Duration.ofMillis((long) (wanted.toMillis() * share));
  }

  private static Duration longer(Duration a, Duration b) {
    return a.compareTo(b) > 0 ? a : b;
  }
}
