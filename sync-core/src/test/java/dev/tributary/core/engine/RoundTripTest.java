package dev.tributary.core.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.api.SyncOutcome;
import dev.tributary.test.sqlite.CellCompare;
import dev.tributary.test.sqlite.JournalMode;
import dev.tributary.test.sqlite.LiveWriter;
import dev.tributary.test.sqlite.OpenWebUiFile;
import dev.tributary.test.sqlite.OpenWebUiUpgrade;
import dev.tributary.test.sqlite.RandomOperations;
import dev.tributary.test.sqlite.SqliteFormat;
import dev.tributary.test.sqlite.TrapTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The promise: SQLite to PostgreSQL to SQLite, with the storage class and bytes of every cell, the
 * declarations and the pragmas. The comparison shares no code with the engine.
 */
final class RoundTripTest {
  private static final int STEPS = 20;

  @TempDir Path directory;
  private EngineTarget target;
  private Path file;
  private int restored;

  @BeforeEach
  void open() {
    file = directory.resolve("webui.db");
    target = EngineTarget.create(directory.resolve("data"));
  }

  @AfterEach
  void close() {
    target.close();
  }

  @ParameterizedTest
  @EnumSource(JournalMode.class)
  void anOldInstallationComesBackCellByCell(JournalMode mode) throws Exception {
    OpenWebUiFile.small(file).withJournalMode(mode).create();
    assertThat(target.sync(file).outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertRestoredEqual("first sync");
  }

  @ParameterizedTest
  @EnumSource(SqliteFormat.Encoding.class)
  void everyTrapComesBackCellByCell(SqliteFormat.Encoding encoding) throws Exception {
    TrapTables.create(file, SqliteFormat.of(JournalMode.WAL).withEncoding(encoding));
    assertThat(target.sync(file).outcome()).isEqualTo(SyncOutcome.COMPLETE);
    assertRestoredEqual("traps in " + encoding);
  }

  @ParameterizedTest
  @EnumSource(JournalMode.class)
  void operationsOfEveryKindOnTheTraps(JournalMode mode) throws Exception {
    TrapTables.create(file, SqliteFormat.of(mode));
    target.sync(file);
    try (RandomOperations operations = RandomOperations.on(file, 20_261_124L)) {
      for (int step = 1; step <= 4; step++) {
        operations.apply(50);
        assertThat(target.allow(file).outcome()).isEqualTo(SyncOutcome.COMPLETE);
        assertRestoredEqual("traps step " + step);
      }
    }
  }

  @Test
  void theUpgradesOfTheAppAreFollowedStepByStep() throws Exception {
    OpenWebUiFile.small(file).create();
    target.sync(file);
    for (OpenWebUiUpgrade.Step step : OpenWebUiUpgrade.Step.values()) {
      OpenWebUiUpgrade.steps(file, step);
      assertThat(target.sync(file).outcome()).as(step.name()).isEqualTo(SyncOutcome.COMPLETE);
    }
    assertRestoredEqual("upgrades");
  }

  @ParameterizedTest
  @EnumSource(JournalMode.class)
  void aThousandOperationsOfEveryKindUnderALiveWriter(JournalMode mode) throws Exception {
    OpenWebUiFile.small(file).withChats(60).withJournalMode(mode).create();
    churn(mode, 20_261_122L, STEPS);
  }

  @Tag("long")
  @ParameterizedTest
  @EnumSource(JournalMode.class)
  void manySeedsOfOperationsUnderALiveWriter(JournalMode mode) throws Exception {
    for (long seed = 1; seed <= 20; seed++) {
      file = directory.resolve("seed-" + seed + ".db");
      OpenWebUiFile.small(file).withChats(60).withJournalMode(mode).create();
      try (EngineTarget another = EngineTarget.create(directory.resolve("data-" + seed))) {
        target.close();
        target = another;
        churn(mode, seed, STEPS);
      }
      target = EngineTarget.create(directory.resolve("data"));
    }
  }

  /** 50 operations a step, a sync after each; every fifth is compared with the writer at rest. */
  private void churn(JournalMode mode, long seed, int steps) throws Exception {
    target.sync(file);
    LiveWriter writer = LiveWriter.start(file, LiveWriter.Options.of(mode));
    try (RandomOperations operations = RandomOperations.on(file, seed)) {
      for (int step = 1; step <= steps; step++) {
        operations.apply(50);
        assertThat(target.allow(file).outcome())
            .as("seed %d step %d", seed, step)
            .isEqualTo(SyncOutcome.COMPLETE);
        if (step % 5 == 0) {
          writer.stop();
          target.allow(file);
          assertRestoredEqual("seed " + seed + " step " + step);
          writer = LiveWriter.start(file, LiveWriter.Options.of(mode));
        }
      }
      assertThat(operations.done().keySet()).containsAll(operations.kinds());
    } finally {
      writer.close();
    }
  }

  private void assertRestoredEqual(String what) throws IOException {
    Path copy = directory.resolve("restored-" + ++restored + ".db");
    target.engine().restore(EngineTarget.ACME, copy);
    assertThat(CellCompare.differences(file, copy)).as(what).isEmpty();
    Files.delete(copy);
  }
}
