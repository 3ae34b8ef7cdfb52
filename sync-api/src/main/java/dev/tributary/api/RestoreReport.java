package dev.tributary.api;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * The result of {@link SyncEngine#restore}.
 *
 * @param foreignKeyViolations orphans, as the source had them; they are reported, not repaired
 * @param missing rows that the restored file lacks or has in an older state because they wait in
 *     quarantine or for the decision of a conflict
 * @param leftOut tables that the source declared and the file lacks, because only its application
 *     has the module of such a virtual table; what their storage held is in the file where it was
 *     mirrored
 */
public record RestoreReport(
    ClientName client,
    Path file,
    int tables,
    long rows,
    long cells,
    long foreignKeyViolations,
    long missing,
    List<String> leftOut,
    List<String> notes,
    Duration took) {
  public RestoreReport {
    Objects.requireNonNull(client, "client");
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(took, "took");
    leftOut = List.copyOf(leftOut);
    notes = List.copyOf(notes);
  }
}
