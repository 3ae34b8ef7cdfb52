package dev.tributary.core.internal.verify;

import dev.tributary.api.ConnectionSource;
import dev.tributary.core.internal.catalog.ClientCatalog;
import dev.tributary.core.internal.catalog.TableCatalog;
import dev.tributary.core.internal.snapshot.SnapshotSettings;
import java.nio.file.Path;
import java.util.Objects;

/**
 * What a comparison works with.
 *
 * @param directory of this node alone; what verify keeps there may be lost at any time
 * @param maxCellBytes larger cells are not read, as in a sync
 */
public record VerifyParts(
    ConnectionSource connections,
    ClientCatalog clients,
    TableCatalog tables,
    SnapshotSettings snapshots,
    Path directory,
    long maxCellBytes) {
  public VerifyParts {
    Objects.requireNonNull(connections, "connections");
    Objects.requireNonNull(clients, "clients");
    Objects.requireNonNull(tables, "tables");
    Objects.requireNonNull(snapshots, "snapshots");
    Objects.requireNonNull(directory, "directory");
  }
}
