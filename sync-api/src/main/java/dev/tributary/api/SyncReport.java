package dev.tributary.api;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The result of {@link SyncEngine#sync}.
 *
 * @param syncId {@code sync_YYYYMMDD_HHMMSS}, with microseconds behind it where that is taken;
 *     empty text when no job was recorded
 * @param waiting open conflicts and quarantined rows of the client, this run's and older ones
 * @param snapshot how the picture of the file was taken: live, copy, copy under lock, recovered
 *     copy, none
 * @param sourceHeld how long this run held a read transaction on the live file
 * @param holdReason why nothing was applied, with the way out; present iff the outcome is ON_HOLD
 * @param notes what a person should know: first, iff the outcome is PARTIAL, which rows are missing
 *     in the mirror or wait, by table, number and reason; then skipped tables, retired columns
 */
public record SyncReport(
    ClientName client,
    String syncId,
    SyncOutcome outcome,
    List<TableReport> tables,
    long waiting,
    long bytesSent,
    String snapshot,
    Duration sourceHeld,
    Duration took,
    Optional<String> holdReason,
    List<String> notes) {
  public SyncReport {
    Objects.requireNonNull(client, "client");
    Objects.requireNonNull(syncId, "syncId");
    Objects.requireNonNull(outcome, "outcome");
    Objects.requireNonNull(snapshot, "snapshot");
    Objects.requireNonNull(sourceHeld, "sourceHeld");
    Objects.requireNonNull(took, "took");
    Objects.requireNonNull(holdReason, "holdReason");
    tables = List.copyOf(tables);
    notes = List.copyOf(notes);
  }

  public long rowsRead() {
    return tables.stream().mapToLong(TableReport::rowsRead).sum();
  }

  public long rowsChanged() {
    return tables.stream().mapToLong(TableReport::changed).sum();
  }

  public long conflicts() {
    return tables.stream().mapToLong(TableReport::conflicts).sum();
  }

  /** Conflicts that this run decided. */
  public long resolved() {
    return tables.stream().mapToLong(TableReport::resolved).sum();
  }

  public long quarantined() {
    return tables.stream().mapToLong(TableReport::quarantined).sum();
  }
}
