package dev.tributary.test.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileStateTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void create() {
    file = folder.resolve("app.db");
    change("CREATE TABLE t (a)");
  }

  @Test
  void readingInRollbackModeChangesNothing() {
    FileState before = FileState.of(file);
    CellCompare.differences(file, file);
    assertThat(before.differencesTo(FileState.of(file))).isEmpty();
  }

  @Test
  void otherJournalModeIsTold() {
    FileState before = FileState.of(file);
    change("PRAGMA journal_mode = WAL");
    assertThat(before.differencesTo(FileState.of(file)))
        .contains("app.db journal mode: rollback -> WAL");
  }

  @Test
  void writtenFileModeAndNewNeighbourAreTold() throws Exception {
    FileState before = FileState.of(file);
    change("INSERT INTO t VALUES (zeroblob(10000))");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
    Files.createFile(folder.resolve("app.db-wal"));
    assertThat(before.differencesTo(FileState.of(file)))
        .anyMatch(line -> line.startsWith("app.db size: "))
        .anyMatch(line -> line.startsWith("app.db lastModifiedTime: "))
        .anyMatch(line -> line.startsWith("app.db mode: "))
        .contains("app.db-wal size: not there -> 0");
  }

  private void change(String statement) {
    try (SqliteSession session = SqliteSession.open(file)) {
      session.run(statement);
    }
  }
}
