package dev.tributary.core.internal.restore;

import dev.tributary.api.ClientName;
import dev.tributary.api.ConnectionSource;
import dev.tributary.api.RestoreReport;
import dev.tributary.core.internal.catalog.ClientCatalog;
import dev.tributary.core.internal.catalog.TableCatalog;
import dev.tributary.core.internal.mirror.MirrorSnapshot;
import dev.tributary.core.internal.table.TablePlan;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Gives a client its file back, from PostgreSQL alone: as of one instant, checked, and only then in
 * its place.
 *
 * <p>Never overwrites; whatever is thrown, the place is as it was.
 */
public final class FileRestore {
  private final ConnectionSource connections;
  private final ClientCatalog clients;
  private final TableCatalog tables;
  private final LongSupplier nanoTime;

  /**
   * @param nanoTime for the duration in the report
   */
  public FileRestore(
      ConnectionSource connections,
      ClientCatalog clients,
      TableCatalog tables,
      LongSupplier nanoTime) {
    this.connections = connections;
    this.clients = clients;
    this.tables = tables;
    this.nanoTime = nanoTime;
  }

  /**
   * @param target must not exist
   */
  public RestoreReport restore(ClientName client, Path target) {
    long start = nanoTime.getAsLong();
    NewFile.requireFree(target);
    try (MirrorSnapshot mirror = MirrorSnapshot.open(connections, clients, tables, client);
        NewFile file = NewFile.at(target, mirror.bytes())) {
      Notes notes = new Notes();
      RestoredRows rows = new RestoredRows(mirror);
      Map<TablePlan, RowSum> written =
          new FileBuild(mirror.schema(), mirror.plans(), rows, notes).write(file.partial());
      long orphans = new FileCheck(notes).check(file.partial(), written);
      rows.note(notes);
      file.leftovers().forEach(left -> notes.add("%s is left of another restore", left));
      file.publish();
      return report(mirror, target, written, orphans, notes, start);
    }
  }

  private RestoreReport report(
      MirrorSnapshot mirror,
      Path target,
      Map<TablePlan, RowSum> written,
      long orphans,
      Notes notes,
      long start) {
    long rows = written.values().stream().mapToLong(RowSum::rows).sum();
    long cells =
        written.entrySet().stream()
            .mapToLong(table -> table.getKey().columns().size() * table.getValue().rows())
            .sum();
    return new RestoreReport(
        mirror.client().name(),
        target,
        written.size(),
        rows,
        cells,
        orphans,
        mirror.client().waiting(),
        notes.leftOut(),
        notes.lines(),
        Duration.ofNanos(nanoTime.getAsLong() - start));
  }
}
