package dev.tributary.spring;

import dev.tributary.api.SyncReport;
import java.util.Objects;

/** A run ended with a report, on the thread of the run. What a listener throws harms nobody. */
public record SyncFinishedEvent(SyncReport report) {
  public SyncFinishedEvent {
    Objects.requireNonNull(report, "report");
  }
}
