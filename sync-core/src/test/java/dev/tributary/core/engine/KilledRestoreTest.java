package dev.tributary.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.api.ConnectionSource;
import dev.tributary.api.RestoreReport;
import dev.tributary.core.internal.catalog.ClientCatalog;
import dev.tributary.core.internal.catalog.TableCatalog;
import dev.tributary.core.internal.jdbc.Database;
import dev.tributary.core.internal.restore.FileRestore;
import dev.tributary.core.internal.schema.TablePlanJson;
import dev.tributary.test.TestDatabase;
import dev.tributary.test.sqlite.CellCompare;
import dev.tributary.test.sqlite.OpenWebUiFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.sql.DriverManager;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that dies while it restores. */
@Timeout(120)
class KilledRestoreTest {
  @TempDir Path work;

  @Test
  void aKilledRestoreLeavesNoFileInThePlaceAndTheNextOneSucceeds() throws Exception {
    Path source = work.resolve("source.db");
    OpenWebUiFile.megabytes(source, 12).create();
    Path back = Files.createDirectory(work.resolve("back")).resolve("restored.db");
    try (EngineTarget target = EngineTarget.create(work.resolve("data"))) {
      target.sync(source);

      killWhenItWrites(restoreInAnotherProcess(target.database(), back), back.getParent());

      assertThat(back).doesNotExist();
      RestoreReport report = target.engine().restore(EngineTarget.ACME, back);
      assertThat(CellCompare.differences(source, back)).isEmpty();
      assertThat(report.notes()).singleElement().asString().contains("left of another restore");
    }
  }

  private static void killWhenItWrites(ProcessBuilder command, Path directory)
      throws IOException, InterruptedException {
    try (WatchService watch = directory.getFileSystem().newWatchService()) {
      directory.register(watch, StandardWatchEventKinds.ENTRY_MODIFY);
      Process process = command.start();
      try {
        assertThat(watch.poll(60, TimeUnit.SECONDS)).as("a first write").isNotNull();
      } finally {
        process.destroyForcibly().waitFor();
      }
    }
  }

  private static ProcessBuilder restoreInAnotherProcess(TestDatabase database, Path back) {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Restoring.class.getName(),
            database.jdbcUrl(),
            database.superuser(),
            database.password(),
            back.toString())
        .inheritIO();
  }

  /** The other process. */
  static final class Restoring {
    private Restoring() {}

    public static void main(String[] args) {
      ConnectionSource connections = () -> DriverManager.getConnection(args[0], args[1], args[2]);
      new FileRestore(
              connections,
              new ClientCatalog(new Database(connections), EngineTarget.CLUSTER),
              new TableCatalog(TablePlanJson::write, TablePlanJson::read),
              System::nanoTime)
          .restore(EngineTarget.ACME, Path.of(args[3]));
    }
  }
}
