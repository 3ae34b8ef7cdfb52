package dev.tributary.core.internal.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** POSIX locks die with any descriptor of the process; here the kernel is asked. */
final class LockIsKeptTest {
  /**
   * Which looks at the clock fall between two blocks of the locked copy: two looks without copying
   * come first, of two clock readings each, then the begin of the lock.
   */
  private static final Set<Integer> BETWEEN_BLOCKS = Set.of(5, 6, 7);

  @TempDir Path folder;
  @TempDir Path work;
  private Path database;
  private SnapshotSettings settings;

  @BeforeEach
  void place() {
    database = folder.resolve("app.db");
    settings = SnapshotSettings.in(work);
  }

  @Test
  void readTransactionKeepsItsLocksWhileOthersLookAtTheSameFile() {
    try (AppProcess app = AppProcess.on(database, Sources.WAL_MODE).all(Sources.accounts());
        SourceFile source = SourceFile.open(database, settings);
        Snapshot snapshot = source.snapshot()) {
      assertThat(snapshot.method()).isEqualTo(SnapshotMethod.LIVE);
      long generation = Sources.generation(snapshot);
      List<String> onFile = ProcessLocks.on(database);
      List<String> onIndex = ProcessLocks.on(Companion.shmOf(database));
      assertThat(onFile).contains("READ");
      assertThat(onIndex).contains("READ");

      lookAround(source);
      app.all(
          "PRAGMA busy_timeout = 0",
          "UPDATE account SET generation = 9",
          "PRAGMA wal_checkpoint(TRUNCATE)");

      assertThat(ProcessLocks.on(database)).isEqualTo(onFile);
      assertThat(ProcessLocks.on(Companion.shmOf(database))).isEqualTo(onIndex);
      Sources.assertOneGeneration(snapshot);
      assertThat(Sources.generation(snapshot)).isEqualTo(generation);
    }
  }

  @Test
  void snapshotKeepsItsLocksWhenItsSourceFileIsClosed() {
    try (AppProcess app = AppProcess.on(database, Sources.WAL_MODE).all(Sources.accounts())) {
      SourceFile source = SourceFile.open(database, settings);
      try (Snapshot snapshot = source.snapshot()) {
        source.fingerprint();
        source.close();
        source.close();
        OwnedFiles.OF_THIS_PROCESS.closeIdle();
        app.execute("UPDATE account SET generation = 9");
        assertThat(ProcessLocks.on(database)).contains("READ");
        assertThat(ProcessLocks.on(Companion.shmOf(database))).contains("READ");
        assertThat(Sources.generation(snapshot)).isZero();
      }
      assertThat(ProcessLocks.on(database)).isEmpty();
    }
  }

  @Test
  void sharedLockIsHeldFromTheFirstToTheLastByteOfALockedCopy() {
    try (AppProcess app = AppProcess.on(database, Sources.DELETE_MODE).all(Sources.accounts());
        SourceFile source = SourceFile.open(database, settings)) {
      app.execute("PRAGMA busy_timeout = 0");
      Set<String> seen = new TreeSet<>();
      AtomicInteger looks = new AtomicInteger();
      LongSupplier watching =
          () -> {
            if (BETWEEN_BLOCKS.contains(looks.getAndIncrement())) {
              lookAround(source);
              seen.add(ProcessLocks.on(database) + app.attempt("UPDATE account SET amount = 1"));
            }
            return 0;
          };
      SnapshotSettings lockedOnly = settings.withTime(Sources.neverCalm(database, watching));
      try (SourceFile watched = SourceFile.open(database, lockedOnly);
          Snapshot snapshot = watched.snapshot()) {
        assertThat(snapshot.method()).isEqualTo(SnapshotMethod.LOCKED_COPY);
        Sources.assertOneGeneration(snapshot);
      }
      assertThat(seen)
          .isNotEmpty()
          .allMatch(look -> look.startsWith("[READ]error"), "locked, and the app's write refused");
      app.execute("UPDATE account SET amount = 1");
    }
  }

  @Test
  void interruptedThreadKeepsTheLocks() {
    try (AppProcess app = AppProcess.on(database, Sources.WAL_MODE).all(Sources.accounts());
        SourceFile source = SourceFile.open(database, settings);
        Snapshot snapshot = source.snapshot()) {
      app.execute("UPDATE account SET generation = 9");
      Thread.currentThread().interrupt();
      source.fingerprint();
      assertThat(Thread.interrupted()).isTrue();
      assertThat(ProcessLocks.on(database)).contains("READ");
      assertThat(source.fingerprint().text()).contains("header=");
      assertThat(Sources.generation(snapshot)).isZero();
    }
  }

  @Test
  void lastDescriptorIsClosedOnlyWhenNothingElseHasTheFileOpen() throws Exception {
    try (AppProcess app = AppProcess.on(database, Sources.WAL_MODE).all(Sources.accounts())) {
      app.execute("UPDATE account SET generation = 1");
      // The host application of this JVM has the file open, too.
      try (org.sqlite.SQLiteConnection host = SqliteConnections.live(database)) {
        SqliteConnections.beginReading(host);
        SourceFile.open(database, settings).close();
        OwnedFiles.OF_THIS_PROCESS.closeIdle();
        assertThat(ProcessLocks.on(database)).contains("READ");
        assertThat(openDescriptors()).isEqualTo(2);
      }
      OwnedFiles.OF_THIS_PROCESS.closeIdle();
      assertThat(openDescriptors()).isZero();
    }
  }

  private int openDescriptors() throws IOException {
    FileKey key = FileStat.of(database).key();
    return OpenDescriptors.ofThisProcess().orElseThrow().getOrDefault(key, 0);
  }

  private void lookAround(SourceFile source) {
    source.fingerprint();
    try (SourceFile other = SourceFile.open(database, settings)) {
      other.fingerprint();
    }
    OwnedFiles.OF_THIS_PROCESS.closeIdle();
  }
}
