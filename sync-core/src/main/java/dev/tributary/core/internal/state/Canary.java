package dev.tributary.core.internal.state;

import java.time.Duration;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * A notification sent to oneself over another connection: only its return proves that notifications
 * come through. Behind a transaction pooler LISTEN succeeds and nothing ever arrives.
 */
final class Canary implements Pulse {
  private final long listening;
  private final long polling;
  private final LongSupplier nanoTime;
  private final Consumer<String> send;
  private final String id = "canary " + UUID.randomUUID() + " ";

  // Guarded by this
  private long sent;
  private long heard = -1;
  private long sentAt;

  /**
   * @param send notifies the channel; a failure of it only means that the canary does not return
   */
  Canary(Duration listening, Duration polling, LongSupplier nanoTime, Consumer<String> send) {
    this.listening = listening.toNanos();
    this.polling = Math.min(polling.toNanos(), this.listening);
    this.nanoTime = nanoTime;
    this.send = send;
  }

  /** True when the notification was a canary, ours or another node's. */
  boolean hears(String payload) {
    if (!payload.startsWith("canary ")) {
      return false;
    }
    if (payload.startsWith(id)) {
      heard(Long.parseLong(payload.substring(id.length())));
    }
    return true;
  }

  private synchronized void heard(long number) {
    heard = Math.max(heard, number);
  }

  /** The connection that listened is another one now, or none. */
  synchronized void forget() {
    heard = -1;
    sent++;
    sentAt = nanoTime.getAsLong() - listening;
  }

  synchronized boolean passes() {
    return heard == sent;
  }

  @Override
  public long interval() {
    return passes() ? listening : polling;
  }

  @Override
  public void afterRead() {
    if (isDue()) {
      send.accept(id + next());
    }
  }

  private synchronized boolean isDue() {
    return sent == 0 || nanoTime.getAsLong() - sentAt >= listening;
  }

  private synchronized long next() {
    sentAt = nanoTime.getAsLong();
    return ++sent;
  }
}
