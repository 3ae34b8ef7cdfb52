package dev.tributary.core.internal.schedule;

import java.time.Duration;
import java.util.Optional;

/**
 * Whether a failure is worth a line in the log: the same kind again and again, such as of a
 * database that is away for a night, gets one a minute.
 */
final class Complaint {
  private static final long AGAIN_NANOS = Duration.ofMinutes(1).toNanos();

  // Used only by the thread that complains
  private Optional<Said> last = Optional.empty();

  private record Said(Class<?> kind, long at) {}

  boolean isWorthALine(Throwable failure, long nanoTime) {
    Class<?> kind = failure.getClass();
    if (last.filter(said -> said.kind() == kind && nanoTime - said.at() < AGAIN_NANOS)
        .isPresent()) {
      return false;
    }
    last = Optional.of(new Said(kind, nanoTime));
    return true;
  }

  /** There is nothing to complain of any more; whether there was. */
  boolean isOver() {
    boolean was = last.isPresent();
    last = Optional.empty();
    return was;
  }
}
