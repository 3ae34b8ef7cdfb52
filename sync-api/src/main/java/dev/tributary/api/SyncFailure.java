package dev.tributary.api;

import java.time.Duration;
import java.util.Objects;

/**
 * How a run ended that returned no report. What it threw says what can be done: a subclass of
 * {@link SyncException}, or any other exception when the program itself is at fault.
 *
 * @param took until it was given up
 */
public record SyncFailure(ClientName client, RuntimeException cause, Duration took) {
  public SyncFailure {
    Objects.requireNonNull(client, "client");
    Objects.requireNonNull(cause, "cause");
    Objects.requireNonNull(took, "took");
  }

  /** The run was stopped because this node leads no longer; the next leader goes on. */
  public boolean isLostLeadership() {
    return cause instanceof LeadershipLost;
  }
}
