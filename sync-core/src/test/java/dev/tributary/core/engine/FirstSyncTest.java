package dev.tributary.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.api.SyncOutcome;
import dev.tributary.api.SyncReport;
import dev.tributary.test.sqlite.OpenWebUiFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FirstSyncTest {
  @TempDir Path directory;

  @Test
  void mirrorsAnOldInstallationWholly() throws Exception {
    Path file = directory.resolve("webui.db");
    OpenWebUiFile.small(file).create();
    Path index = Files.createDirectories(directory.resolve("data/index"));
    Files.setPosixFilePermissions(index, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (EngineTarget target = EngineTarget.create(directory.resolve("data"))) {
      SyncReport report = target.sync(file);
      assertThat(report.outcome()).isEqualTo(SyncOutcome.COMPLETE);
      assertThat(report.tables()).hasSize(25);
      assertThat(target.query("SELECT count(*) FROM client_acme.chat").get(0))
          .isEqualTo(Long.toString(rows(report, "chat")));
      assertThat(target.sync(file).rowsChanged()).isZero();
    }
    // It holds keys of the app's rows.
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(index)))
        .isEqualTo("rwx------");
  }

  private static long rows(SyncReport report, String table) {
    return report.tables().stream()
        .filter(t -> t.table().equals(table))
        .findFirst()
        .orElseThrow()
        .rowsRead();
  }
}
