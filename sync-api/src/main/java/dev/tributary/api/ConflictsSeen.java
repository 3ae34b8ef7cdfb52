package dev.tributary.api;

import java.util.List;
import java.util.Objects;

/**
 * What a run that committed did about conflicts.
 *
 * @param open conflicts of the client that wait for a person now
 * @param recent conflicts of the client in the last ten minutes, this run's included; more than
 *     {@value #MANY} are worth an alarm
 */
public record ConflictsSeen(ClientName client, List<ConflictCount> counts, long open, long recent) {
  /** More than these in ten minutes are many. */
  public static final int MANY = 10;

  public ConflictsSeen {
    Objects.requireNonNull(client, "client");
    counts = List.copyOf(counts);
  }

  public boolean areMany() {
    return recent > MANY;
  }
}
