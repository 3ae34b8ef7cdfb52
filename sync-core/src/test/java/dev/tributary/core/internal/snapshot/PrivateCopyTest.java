package dev.tributary.core.internal.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.api.SourceUnavailable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Copies are ours alone, cannot be written through a snapshot, and never stay behind. */
final class PrivateCopyTest {
  @TempDir Path folder;
  @TempDir Path work;
  private Path database;
  private SnapshotSettings settings;

  @BeforeEach
  void place() {
    database = folder.resolve("app.db");
    settings = SnapshotSettings.in(work).withTime(Sources.later(Duration.ofSeconds(1)));
    Sources.make(database);
  }

  @Test
  void copyIsReadableByItsOwnerOnlyAndGoneAfterClose() throws IOException {
    try (SourceFile source = SourceFile.open(database, settings)) {
      Snapshot snapshot = source.snapshot();
      Path directory = copies().stream().filter(Files::isDirectory).findAny().orElseThrow();
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
          .isEqualTo("rwx------");
      snapshot.close();
      snapshot.close();
      assertThat(copies()).isEmpty();
    }
  }

  @Test
  void snapshotTellsWhereItComesFrom() throws IOException {
    try (SourceFile source = SourceFile.open(database, settings);
        Snapshot snapshot = source.snapshot()) {
      assertThat(snapshot.method().words()).isEqualTo("copy");
      assertThat(snapshot.journalMode()).isEqualTo("delete");
      assertThat(snapshot.fileBytes()).isEqualTo(Files.size(database));
      assertThat(snapshot.sourceHeld()).isPositive().isLessThan(Duration.ofSeconds(5));
      assertThat(snapshot.sourceHeld()).isEqualTo(snapshot.sourceHeld());
    }
  }

  @Test
  void snapshotCannotBeWritten() throws SQLException {
    try (SourceFile source = SourceFile.open(database, settings);
        Snapshot snapshot = source.snapshot();
        Statement statement = snapshot.connection().createStatement()) {
      assertThatThrownBy(() -> statement.execute("DELETE FROM account"))
          .hasMessageContaining("readonly");
      assertThatThrownBy(() -> statement.execute("CREATE TABLE t(a)"))
          .hasMessageContaining("readonly");
    }
  }

  @Test
  void copyOfADeadProcessIsRemovedAndThatOfALivingOneIsNot() throws IOException {
    AppProcess living = holder();
    AppProcess dead = holder();
    assertThat(living.answer()).isEqualTo("copy 0");
    assertThat(dead.answer()).isEqualTo("copy 0");
    dead.kill();
    assertThat(copies()).hasSize(4);

    try (SourceFile source = SourceFile.open(database, settings);
        Snapshot own = source.snapshot()) {
      SourceFile.open(database, settings).close();
      assertThat(copies()).hasSize(4).noneMatch(copy -> isOf(dead, copy));
      assertThat(copies()).anyMatch(copy -> isOf(living, copy));
      Sources.assertOneGeneration(own);
    }
    living.close();
    assertThat(copies()).isEmpty();
  }

  @Test
  void shortSpaceIsSaidInBytesBeforeCopying() throws IOException {
    SourceStamp stamp;
    try (LiveSource source = LiveSource.open(database)) {
      stamp = source.stamp();
      Attempt attempt = new Attempt(source, stamp, settings, new HeldTime(System::nanoTime));
      try (CopyInMaking copy = CopyInMaking.of(attempt)) {
        assertThatThrownBy(() -> copy.requireSpace(1_000_000))
            .isInstanceOf(SourceUnavailable.class)
            .hasMessageContaining("needs " + (stamp.bytes() + 1_000_000) + " bytes")
            .hasMessageContaining("only 1000000 are free");
      }
    }
    assertThat(copies()).isEmpty();
  }

  @Test
  void lockThatWouldLastTooLongIsGivenUp() {
    SnapshotTime slow = Sources.neverCalm(database, new SlowClock()::next);
    try (SourceFile source = SourceFile.open(database, settings.withTime(slow))) {
      assertThatThrownBy(source::snapshot)
          .isInstanceOf(SourceUnavailable.class)
          .hasMessageContaining("could not be copied in 5 attempts");
    }
    assertThat(ProcessLocks.on(database)).isEmpty();
  }

  @Test
  void lockedFileIsSaidToBeLockedAndByWhom() {
    SnapshotSettings impatient = settings.withBusyWait(Duration.ofMillis(50));
    try (AppProcess app = AppProcess.on(database, "BEGIN EXCLUSIVE");
        SourceFile source = SourceFile.open(database, impatient)) {
      assertThatThrownBy(source::snapshot)
          .isInstanceOf(SourceUnavailable.class)
          .hasMessageContaining("is locked by process " + app.pid() + " (java)")
          .hasMessageContaining("50 ms");
      assertThat(copies()).isEmpty();
    }
  }

  /** Each look at the clock is one second later. */
  private static final class SlowClock {
    private long now;

    long next() {
      return now += 1_000_000_000;
    }
  }

  /** As after kill -9 of a node with several runs under way: its successor's lanes find them. */
  @Test
  void lanesThatFindTheSameLeftoversDoNotDisturbEachOther() throws Exception {
    Path copies = Files.createDirectories(Leftovers.copiesIn(work));
    for (int i = 0; i < 200; i++) {
      Path left = Files.createDirectory(copies.resolve("99999999-1-" + i));
      Files.writeString(left.resolve("source.db"), "left");
      Files.createFile(Leftovers.lockOf(left));
    }
    ExecutorService lanes = Executors.newFixedThreadPool(4);
    CyclicBarrier together = new CyclicBarrier(4);
    try {
      List<Future<?>> runs = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        runs.add(
            lanes.submit(
                () -> {
                  together.await();
                  Leftovers.remove(work);
                  return null;
                }));
      }
      for (Future<?> run : runs) {
        run.get(30, TimeUnit.SECONDS);
      }
    } finally {
      lanes.shutdownNow();
    }
    assertThat(copies()).isEmpty();
  }

  private AppProcess holder() {
    return AppProcess.start(CopyHolderMain.class, List.of(database.toString(), work.toString()));
  }

  private static boolean isOf(AppProcess process, Path copy) {
    return copy.getFileName().toString().startsWith(process.pid() + "-");
  }

  private List<Path> copies() {
    try (Stream<Path> copies = Files.list(Leftovers.copiesIn(work))) {
      return copies.toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
