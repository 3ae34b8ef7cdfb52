package dev.tributary.core.internal.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Owner, mode, time, content and neighbours of the app's file stay, whatever the method. */
final class UntouchedSourceTest {
  @TempDir Path folder;
  @TempDir Path work;
  private Path database;
  private SnapshotSettings settings;

  @BeforeEach
  void place() {
    database = folder.resolve("app.db");
    settings = SnapshotSettings.in(work).withTime(Sources.later(Duration.ofSeconds(1)));
  }

  @Test
  void copyWithoutALockLeavesNoTrace() {
    try (AppProcess app = AppProcess.on(database, Sources.DELETE_MODE).all(Sources.accounts())) {
      assertNoTrace(settings, SnapshotMethod.OPTIMISTIC_COPY);
      app.execute("DROP TABLE account");
    }
  }

  @Test
  void copyUnderALockLeavesNoTrace() {
    try (AppProcess app = AppProcess.on(database, Sources.DELETE_MODE).all(Sources.accounts())) {
      SnapshotTime touching = Sources.neverCalm(database, System::nanoTime);
      assertNoTrace(settings.withTime(touching), SnapshotMethod.LOCKED_COPY);
      app.execute("DROP TABLE account");
    }
  }

  @Test
  void liveReadingLeavesNoTraceButReadMarksInTheWalIndex() throws IOException {
    try (AppProcess app = AppProcess.on(database, Sources.WAL_MODE).all(Sources.accounts())) {
      Path shm = Companion.shmOf(database);
      Map<String, String> before = Sources.everythingIn(folder);
      Object owner = Files.readAttributes(shm, "unix:ino,uid,gid,mode,size");

      take(settings, SnapshotMethod.LIVE);

      assertThat(Files.readAttributes(shm, "unix:ino,uid,gid,mode,size")).isEqualTo(owner);
      Map<String, String> after = Sources.everythingIn(folder);
      before.remove("app.db-shm");
      after.remove("app.db-shm");
      assertThat(after).isEqualTo(before);
      app.execute("ALTER TABLE account DROP COLUMN filler");
    }
  }

  @Test
  void oddNamesStayNames() throws IOException {
    Path odd = Files.createDirectory(folder.resolve("a b?mode=rwc#x&y%41'\"é;"));
    Path file = odd.resolve("we?ird #1%41&immutable=1.db");
    Path maker = folder.resolve("maker.db");
    Sources.make(maker);
    database = Files.move(maker, file);

    assertNoTrace(settings, SnapshotMethod.OPTIMISTIC_COPY);
    assertThat(odd).isDirectoryNotContaining(path -> !path.equals(file));
  }

  @Test
  void symbolicLinkLeadsToTheFileAndItsCompanions() throws IOException {
    try (AppProcess app = AppProcess.on(database, Sources.WAL_MODE).all(Sources.accounts())) {
      app.execute("UPDATE account SET generation = 2");
      Path link = Files.createSymbolicLink(folder.resolve("link.db"), database);
      try (SourceFile source = SourceFile.open(link, settings);
          Snapshot snapshot = source.snapshot()) {
        assertThat(source.path()).isEqualTo(database.toRealPath());
        assertThat(snapshot.journalMode()).isEqualTo("wal");
        assertThat(Sources.generation(snapshot)).isEqualTo(2);
      }
      assertThat(folder).isDirectoryNotContaining("glob:**link.db-*");
    }
  }

  private void assertNoTrace(SnapshotSettings with, SnapshotMethod method) {
    try {
      Files.setPosixFilePermissions(database, PosixFilePermissions.fromString("rw-r-----"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> before = Sources.everythingIn(folder);
    take(with, method);
    assertThat(Sources.everythingIn(folder)).isEqualTo(before);
  }

  private void take(SnapshotSettings with, SnapshotMethod method) {
    try (SourceFile source = SourceFile.open(database, with);
        Snapshot snapshot = source.snapshot()) {
      source.fingerprint();
      assertThat(snapshot.method()).isEqualTo(method);
      Sources.assertOneGeneration(snapshot);
    }
  }
}
