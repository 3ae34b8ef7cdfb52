package dev.tributary.core.internal.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.core.internal.sqlite.FileBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bytes of a file are its picture only while nobody can change them. */
final class PagesOfSnapshotTest {
  private static final String EMPTY_THE_WAL = "PRAGMA wal_checkpoint(TRUNCATE)";
  private static final String CHANGE_ALL =
      "UPDATE account SET generation = generation + 1, filler = randomblob(700)";

  @TempDir Path folder;
  @TempDir Path work;
  private Path database;

  @BeforeEach
  void place() {
    database = folder.resolve("app.db");
  }

  @Test
  void liveFileWithAnEmptyWalStaysAsItIsWhateverTheAppDoes() throws IOException {
    try (AppProcess app = walApp().all(EMPTY_THE_WAL);
        SourceFile source = open();
        Snapshot snapshot = source.snapshot()) {
      assertThat(snapshot.method()).isEqualTo(SnapshotMethod.LIVE);
      FileBytes pages = snapshot.pages().orElseThrow();
      byte[] before = all(pages);
      app.execute("PRAGMA busy_timeout = 0"); // what the reader forbids is refused at once

      for (int i = 0; i < 5; i++) {
        app.execute(CHANGE_ALL);
        app.attempt(EMPTY_THE_WAL);
        app.attempt("PRAGMA wal_checkpoint(PASSIVE)");
        app.attempt("PRAGMA journal_mode = DELETE");
        assertThat(all(pages)).isEqualTo(before);
      }
      assertThat(Files.size(Companion.walOf(database))).isPositive();
      assertThat(Sources.generation(snapshot)).isZero();
    }
  }

  @Test
  void liveFileWhoseWalHoldsAPartOfThePictureGivesNoPages() {
    try (AppProcess app = walApp().all(EMPTY_THE_WAL, CHANGE_ALL);
        SourceFile source = open();
        Snapshot snapshot = source.snapshot()) {
      assertThat(snapshot.method()).isEqualTo(SnapshotMethod.LIVE);
      assertThat(snapshot.pages()).isEmpty();
      app.execute(CHANGE_ALL);
      assertThat(Sources.generation(snapshot)).isEqualTo(1);
    }
  }

  @Test
  void privateCopyGivesItsPages() throws IOException {
    Sources.make(database, Sources.DELETE_MODE);
    try (SourceFile source = open();
        Snapshot snapshot = source.snapshot()) {
      assertThat(snapshot.method()).isNotEqualTo(SnapshotMethod.LIVE);
      assertThat(all(snapshot.pages().orElseThrow())).isEqualTo(Files.readAllBytes(database));
    }
  }

  private AppProcess walApp() {
    return AppProcess.on(database, Sources.WAL_MODE).all(Sources.accounts());
  }

  private SourceFile open() {
    return SourceFile.open(database, SnapshotSettings.in(work));
  }

  private byte[] all(FileBytes pages) throws IOException {
    byte[] bytes = new byte[(int) Files.size(database) + 1];
    int filled = 0;
    for (int read = 0; read >= 0; read = pages.read(filled, bytes, filled)) {
      filled += read;
    }
    return Arrays.copyOf(bytes, filled);
  }
}
