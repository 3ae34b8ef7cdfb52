package dev.tributary.server.health;

import dev.tributary.api.SyncException;
import dev.tributary.server.looks.RepeatedTask;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** Looks at the database every second, on a thread of its own, and keeps what it saw. */
final class RepeatedLook implements AutoCloseable {
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final long PATIENCE_NANOS = 3_000_000_000L;

  private final ClusterLook look;
  private final LongSupplier nanoTime;
  private final RepeatedTask repeated = new RepeatedTask("sync-health-look", this::again);

  // Written only by the thread that looks
  private volatile Last last;

  /**
   * @param at when it ended, or when looking began
   */
  private record Last(Optional<ClusterLook.Seen> seen, Optional<String> failure, long at) {}

  private RepeatedLook(ClusterLook look, LongSupplier nanoTime) {
    this.look = look;
    this.nanoTime = nanoTime;
    this.last = new Last(Optional.empty(), Optional.empty(), nanoTime.getAsLong());
  }

  /** Has looked once when it returns. */
  static RepeatedLook begin(ClusterLook look, LongSupplier nanoTime) {
    RepeatedLook begun = new RepeatedLook(look, nanoTime);
    begun.again();
    begun.repeated.begin(EVERY, EVERY);
    return begun;
  }

  private void again() {
    try {
      last = new Last(Optional.of(look.now()), Optional.empty(), nanoTime.getAsLong());
    } catch (SyncException e) {
      last =
          new Last(
              Optional.empty(), Optional.of(String.valueOf(e.getMessage())), nanoTime.getAsLong());
    }
  }

  Optional<ClusterLook.Seen> seen() {
    return last.seen();
  }

  /** A database that does not answer must not make the health silent, too. */
  Optional<String> trouble() {
    Last now = last;
    if (now.failure().isPresent()) {
      return now.failure().map(why -> "the database is away: " + why);
    }
    return nanoTime.getAsLong() - now.at() > PATIENCE_NANOS
        ? Optional.of("the database is away: it does not answer")
        : Optional.empty();
  }

  @Override
  public void close() {
    repeated.close();
  }
}
