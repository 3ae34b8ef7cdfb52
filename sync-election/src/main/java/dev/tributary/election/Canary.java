package dev.tributary.election;

import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Finds out what the connections can do by sending a notification over one and waiting for it on
 * another. Nothing else tells the truth: through a transaction pooler LISTEN seems to work, and two
 * nodes get one advisory lock.
 */
final class Canary implements Timed {
  private static final long PATIENCE = Duration.ofSeconds(2).toNanos();
  private static final long AGAIN = Duration.ofSeconds(30).toNanos();

  /** Sends a payload, and has {@link Canary#sent} called when the database took it. */
  private final Consumer<String> send;

  private final Consumer<ElectionMode> found;
  private final Runnable deaf;

  private Optional<String> flying = Optional.empty();
  private long missedAt = Long.MAX_VALUE;
  private long nextAt = Long.MAX_VALUE;
  private boolean singing;

  Canary(Consumer<String> send, Consumer<ElectionMode> found, Runnable deaf) {
    this.send = send;
    this.found = found;
    this.deaf = deaf;
  }

  void fly(long now) {
    String payload = "canary " + UUID.randomUUID();
    flying = Optional.of(payload);
    missedAt = Long.MAX_VALUE;
    nextAt = now + AGAIN;
    send.accept(payload);
  }

  /** The time to wait begins here: a database that is away says nothing about notifications. */
  void sent(String payload, long now) {
    if (flying.equals(Optional.of(payload))) {
      missedAt = now + PATIENCE;
    }
  }

  void heard(String payload) {
    if (flying.equals(Optional.of(payload))) {
      flying = Optional.empty();
      missedAt = Long.MAX_VALUE;
      singing = true;
      found.accept(ElectionMode.LISTEN);
    }
  }

  @Override
  public long wakeAt() {
    return Math.min(missedAt, nextAt);
  }

  @Override
  public void passTime(long now) {
    if (missedAt != Long.MAX_VALUE && now - missedAt >= 0) {
      missed(now);
    } else if (nextAt != Long.MAX_VALUE && now - nextAt >= 0) {
      tryAgain(now);
    }
  }

  /** At first it may be the connection that went deaf; if a new one is, it is the way to it. */
  private void missed(long now) {
    flying = Optional.empty();
    missedAt = Long.MAX_VALUE;
    nextAt = singing ? now : now + AGAIN;
    singing = false;
    found.accept(ElectionMode.POLL);
  }

  private void tryAgain(long now) {
    if (singing) {
      fly(now);
    } else {
      nextAt = now + AGAIN;
      deaf.run();
    }
  }
}
