package dev.tributary.core.internal.catalog;

import java.util.Objects;
import java.util.UUID;

/** One recorded run. {@code syncId} is its name for people: {@code sync_YYYYMMDD_HHMMSS}. */
public record Job(UUID id, String syncId) {
  public Job {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(syncId, "syncId");
  }
}
