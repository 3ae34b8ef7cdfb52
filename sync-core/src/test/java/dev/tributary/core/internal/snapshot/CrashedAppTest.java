package dev.tributary.core.internal.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files as a killed, a stopped or an odd app leaves them. */
final class CrashedAppTest {
  private static final String[] HALF_DONE = {
    "BEGIN", "UPDATE account SET generation = 5, amount = 1, filler = randomblob(700)"
  };

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
  void hotJournalIsRolledBackInTheCopyOnly() {
    AppProcess app = AppProcess.on(database, Sources.DELETE_MODE).all(Sources.accounts());
    app.all(Sources.SMALL_CACHE).all(HALF_DONE).kill();
    assertThat(Companion.journalOf(database)).isNotEmptyFile();

    assertRecoveredAndUntouched(SnapshotMethod.RECOVERED_COPY, 0);
  }

  @Test
  void walAndIndexOfAKilledAppAreReadLiveAndStay() throws IOException {
    AppProcess app = AppProcess.on(database, Sources.WAL_MODE).all(Sources.accounts());
    app.all("UPDATE account SET generation = 3").all(Sources.SMALL_CACHE).all(HALF_DONE).kill();
    byte[] file = Files.readAllBytes(database);
    byte[] wal = Files.readAllBytes(Companion.walOf(database));

    assertSnapshot(SnapshotMethod.LIVE, 3);

    assertThat(database).hasBinaryContent(file);
    assertThat(Companion.walOf(database)).hasBinaryContent(wal);
    assertThat(Companion.shmOf(database)).exists();
  }

  @Test
  void walWithoutItsIndexIsRecoveredInTheCopyOnly() throws IOException {
    AppProcess app = AppProcess.on(database, Sources.WAL_MODE).all(Sources.accounts());
    app.all("UPDATE account SET generation = 4").all(Sources.SMALL_CACHE).all(HALF_DONE).kill();
    Files.delete(Companion.shmOf(database));

    assertRecoveredAndUntouched(SnapshotMethod.RECOVERED_COPY, 4);
  }

  @Test
  void walModeFileOfAStoppedAppIsCopiedAndNeverOpened() {
    Sources.make(database, Sources.WAL_MODE);
    assertThat(Companion.walOf(database)).doesNotExist();

    assertRecoveredAndUntouched(SnapshotMethod.OPTIMISTIC_COPY, 0);
  }

  @Test
  void appThatKeepsItsWalIndexInMemoryIsCopied() {
    try (AppProcess app = AppProcess.on(database, "PRAGMA locking_mode = EXCLUSIVE")) {
      app.all(Sources.WAL_MODE).all(Sources.accounts());
      app.execute("UPDATE account SET generation = 6");
      assertThat(Companion.shmOf(database)).doesNotExist();

      assertRecoveredAndUntouched(SnapshotMethod.RECOVERED_COPY, 6);
    }
  }

  private void assertRecoveredAndUntouched(SnapshotMethod method, long generation) {
    Map<String, String> before = Sources.everythingIn(folder);
    assertSnapshot(method, generation);
    assertThat(Sources.everythingIn(folder)).isEqualTo(before);
    assertThat(Leftovers.copiesIn(work)).isEmptyDirectory();
  }

  private void assertSnapshot(SnapshotMethod method, long generation) {
    try (SourceFile source = SourceFile.open(database, settings);
        Snapshot snapshot = source.snapshot()) {
      assertThat(snapshot.method()).isEqualTo(method);
      Sources.assertOneGeneration(snapshot);
      assertThat(Sources.generation(snapshot)).isEqualTo(generation);
    }
  }
}
