package dev.tributary.spring;

import dev.tributary.api.ClientName;
import java.util.Map;
import java.util.Objects;

/**
 * A run met rows that others had changed as well. Follows the {@link SyncFinishedEvent} of the run.
 *
 * @param syncId of the run; its conflicts are in sync_metadata.conflict_log
 * @param conflicts how many, by table; never empty
 * @param waiting conflicts and quarantined rows of the client that wait for a person, old ones too
 */
public record ConflictsDetectedEvent(
    ClientName client, String syncId, Map<String, Long> conflicts, long waiting) {
  public ConflictsDetectedEvent {
    Objects.requireNonNull(client, "client");
    Objects.requireNonNull(syncId, "syncId");
    conflicts = Map.copyOf(conflicts);
  }
}
