package dev.tributary.core.internal.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every commit shows, and nothing else does. */
final class FingerprintTest {
  private static final String CHANGE = "UPDATE account SET amount = amount + 1";

  @TempDir Path folder;
  @TempDir Path work;
  private Path database;
  private SnapshotSettings settled;

  @BeforeEach
  void place() {
    database = folder.resolve("app.db");
    settled = SnapshotSettings.in(work).withTime(Sources.later(Duration.ofMinutes(1)));
  }

  @Test
  void everyCommitInARollbackModeShows() {
    for (String mode : new String[] {"DELETE", "TRUNCATE", "PERSIST"}) {
      try (AppProcess app = app("PRAGMA journal_mode = " + mode)) {
        assertEachShows(app, CHANGE, CHANGE, "CREATE TABLE t" + mode + "(a)", "VACUUM");
      }
    }
  }

  @Test
  void everyCommitInWalModeShows() {
    try (AppProcess app = app("PRAGMA journal_mode = WAL")) {
      assertEachShows(app, CHANGE, CHANGE, "CREATE TABLE t(a)");
    }
  }

  @Test
  void writeAfterTheWalHasStartedAgainShows() {
    try (AppProcess app = app("PRAGMA journal_mode = WAL")) {
      assertEachShows(app, CHANGE);
      app.execute("PRAGMA wal_checkpoint(RESTART)");
      assertEachShows(app, CHANGE);
      app.execute("PRAGMA wal_checkpoint(TRUNCATE)");
      assertEachShows(app, CHANGE);
    }
  }

  @Test
  void updateBetweenOpenAndLastCloseInWalModeShows() {
    Sources.make(database, Sources.WAL_MODE);
    String before = fingerprint();
    assertThat(before).contains("wal=-");
    AppProcess.on(database, CHANGE).close();
    assertThat(fingerprint()).isNotEqualTo(before).contains("wal=-");
  }

  @Test
  void readersOfAStoppedAppsWalModeFileDoNotShow() {
    Sources.make(database, Sources.WAL_MODE);
    String before = fingerprint();
    try (AppProcess reader = AppProcess.on(database, "SELECT count(*) FROM account")) {
      assertThat(Companion.walOf(database)).isEmptyFile();
      assertThat(fingerprint()).isEqualTo(before);
      assertThat(reader.attempt("SELECT 1")).isEqualTo("ok");
    }
    assertThat(fingerprint()).isEqualTo(before);
  }

  @Test
  void whatChangesNoDataDoesNotShow() {
    for (String[] mode : new String[][] {Sources.DELETE_MODE, Sources.WAL_MODE}) {
      try (AppProcess app = app(mode)) {
        String before = fingerprint();
        app.all("BEGIN", CHANGE, "ROLLBACK", "BEGIN IMMEDIATE", "COMMIT");
        app.all("SELECT count(*) FROM account", "PRAGMA user_version");
        AppProcess.on(database, "SELECT count(*) FROM account").close();
        assertThat(fingerprint()).isEqualTo(before);
        assertThat(current().provesUnchanged(before)).isTrue();
      }
    }
  }

  @Test
  void ourOwnSnapshotDoesNotShow() {
    for (String[] mode : new String[][] {Sources.DELETE_MODE, Sources.WAL_MODE}) {
      try (AppProcess app = app(mode)) {
        app.execute(CHANGE);
        String before = fingerprint();
        try (SourceFile source = SourceFile.open(database, settled);
            Snapshot snapshot = source.snapshot()) {
          Sources.generation(snapshot);
          assertThat(fingerprint()).isEqualTo(before);
        }
        assertThat(fingerprint()).isEqualTo(before);
      }
    }
  }

  @Test
  void otherFileUnderTheSameNameShowsAndIsFollowed() throws IOException {
    Sources.make(database);
    Path other = Files.copy(database, folder.resolve("other"), StandardCopyOption.COPY_ATTRIBUTES);
    try (SourceFile source = SourceFile.open(database, settled)) {
      String before = source.fingerprint().text();
      Files.move(other, database, StandardCopyOption.REPLACE_EXISTING);
      assertThat(source.fingerprint().text()).isNotEqualTo(before);
      Files.delete(database);
      assertThatThrownBy(source::fingerprint).hasMessageContaining("does not exist");
    }
  }

  @Test
  void timeSetBackShows() throws IOException {
    Sources.make(database);
    String before = fingerprint();
    FileTime time = Files.getLastModifiedTime(database);
    Files.write(database, Files.readAllBytes(database));
    Files.setLastModifiedTime(database, time);
    assertThat(fingerprint()).isNotEqualTo(before);
  }

  @Test
  void freshlyTouchedFileProvesNothingEver() throws IOException {
    Sources.make(database);
    Instant touched = Instant.ofEpochSecond(0, FileStat.of(database).lastTouchedNanos());

    Fingerprint racy = at(touched.plusMillis(1999));
    assertThat(racy.settled()).isFalse();
    assertThat(racy.provesUnchanged(racy.text())).isFalse();

    Fingerprint later = at(touched.plusMillis(2000));
    assertThat(later.settled()).isTrue();
    assertThat(later.provesUnchanged(racy.text())).isFalse();
    assertThat(later.provesUnchanged(later.text())).isTrue();
    assertThat(racy.provesUnchanged(later.text())).isFalse();
  }

  @Test
  void timeInTheFutureProvesNothing() throws IOException {
    Sources.make(database);
    Files.setLastModifiedTime(database, FileTime.from(Instant.now().plusSeconds(3600)));
    assertThat(current().settled()).isFalse();
  }

  @Test
  void markAndFlagCannotDisagree() {
    assertThatThrownBy(() -> new Fingerprint("racy v1", true))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Fingerprint("v1", false))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private AppProcess app(String... mode) {
    if (!Files.exists(database)) {
      Sources.make(database);
    }
    return AppProcess.on(database, mode);
  }

  private void assertEachShows(AppProcess app, String... statements) {
    for (String statement : statements) {
      String before = fingerprint();
      app.execute(statement);
      assertThat(fingerprint()).as(statement).isNotEqualTo(before);
    }
  }

  private Fingerprint at(Instant now) {
    return of(settled.withTime(Sources.at(now)));
  }

  private Fingerprint current() {
    return of(settled);
  }

  private String fingerprint() {
    return current().text();
  }

  private Fingerprint of(SnapshotSettings settings) {
    try (SourceFile source = SourceFile.open(database, settings)) {
      return source.fingerprint();
    }
  }
}
