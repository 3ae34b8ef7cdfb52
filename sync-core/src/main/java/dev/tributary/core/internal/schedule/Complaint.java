package dev.tributary.core.internal.schedule;

import java.time.Duration;
import java.util.Optional;

/**
 * Whether a failure is worth a line in the log: the same kind again and again, such as of a
 * database that is away for a night, gets one after a minute, then after two more, after four, and
 * at last one an hour.
 */
final class Complaint {
  private static final long FIRST_NANOS = Duration.ofMinutes(1).toNanos();
  private static final long LAST_NANOS = Duration.ofHours(1).toNanos();

  // Used only by the thread that complains
  private Optional<Said> last = Optional.empty();

  private record Said(Class<?> kind, long at, long pause) {}

  boolean isWorthALine(Throwable failure, long nanoTime) {
    Class<?> kind = failure.getClass();
    Optional<Said> same = last.filter(said -> said.kind() == kind);
    if (same.filter(said -> nanoTime - said.at() < said.pause()).isPresent()) {
      return false;
    }
    long pause = same.map(said -> Math.min(2 * said.pause(), LAST_NANOS)).orElse(FIRST_NANOS);
    last = Optional.of(new Said(kind, nanoTime, pause));
    return true;
  }

  /** There is nothing to complain of any more; whether there was. */
  boolean isOver() {
    boolean was = last.isPresent();
    last = Optional.empty();
    return was;
  }
}
