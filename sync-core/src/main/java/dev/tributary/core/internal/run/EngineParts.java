package dev.tributary.core.internal.run;

import dev.tributary.core.internal.catalog.ClientCatalog;
import dev.tributary.core.internal.catalog.JobLog;
import dev.tributary.core.internal.catalog.TableCatalog;
import dev.tributary.core.internal.jdbc.Database;
import dev.tributary.core.internal.schema.TablePlanJson;
import dev.tributary.core.internal.snapshot.SnapshotSettings;
import java.util.function.LongSupplier;

/**
 * The parts that all runs of one engine share.
 *
 * @param nanoTime for durations
 */
public record EngineParts(
    ClientCatalog clients,
    TableCatalog tables,
    JobLog jobs,
    SnapshotSettings snapshots,
    LongSupplier nanoTime) {

  public static EngineParts of(EngineSettings settings) {
    Database database = new Database(settings.connections());
    return new EngineParts(
        new ClientCatalog(database, settings.cluster()),
        new TableCatalog(TablePlanJson::write, TablePlanJson::read),
        new JobLog(database),
        SnapshotSettings.in(settings.dataDirectory().resolve("copies")),
        System::nanoTime);
  }
}
