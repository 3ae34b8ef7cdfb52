package dev.tributary.spring;

import dev.tributary.api.SyncFailure;
import java.util.Objects;

/** A run ended without a report, on the thread of the run. What a listener throws harms nobody. */
public record SyncFailedEvent(SyncFailure failure) {
  public SyncFailedEvent {
    Objects.requireNonNull(failure, "failure");
  }
}
