package dev.tributary.spring;

import dev.tributary.api.ConflictsSeen;
import java.util.Objects;

/**
 * A run that committed met rows that others had changed as well, or closed the last open conflict.
 * Published on the thread of the run.
 */
public record ConflictsSeenEvent(ConflictsSeen conflicts) {
  public ConflictsSeenEvent {
    Objects.requireNonNull(conflicts, "conflicts");
  }
}
