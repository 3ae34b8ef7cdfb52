package dev.tributary.core.internal.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An app writes without pause, its small cache spills half-done transactions into the file, and
 * every third one is rolled back. Each snapshot must still show one committed state.
 */
final class SnapshotUnderWriterTest {
  private static final int ROUNDS = 40;
  private static final long GENERATIONS = 40;
  private static final Duration NO_PAUSE = Duration.ZERO;
  private static final Duration LONG_WAIT = Duration.ofSeconds(20);

  @TempDir Path folder;
  @TempDir Path work;
  private Path database;
  private SnapshotSettings settings;

  @BeforeEach
  void place() {
    database = folder.resolve("app.db");
    settings =
        SnapshotSettings.in(work)
            .withBusyWait(LONG_WAIT)
            .withLockBudget(Duration.ofSeconds(2))
            .withCopyCheck(CopyCheck.QUICK_CHECK);
  }

  @Test
  void everySnapshotOfARollbackModeFileIsOneCommittedState() {
    Map<SnapshotMethod, Integer> methods = underWriter("DELETE", NO_PAUSE);
    assertThat(methods).containsKey(SnapshotMethod.LOCKED_COPY);
    assertThat(methods.keySet())
        .isSubsetOf(SnapshotMethod.LOCKED_COPY, SnapshotMethod.OPTIMISTIC_COPY);
  }

  @Test
  void copiesWithoutALockSucceedInTheAppsPauses() {
    assertThat(underWriter("DELETE", Duration.ofMillis(90)))
        .containsKey(SnapshotMethod.OPTIMISTIC_COPY);
  }

  @Test
  void everySnapshotOfATruncateModeFileIsOneCommittedState() {
    assertThat(underWriter("TRUNCATE", NO_PAUSE)).doesNotContainKey(SnapshotMethod.LIVE);
  }

  @Test
  void everySnapshotOfAWalModeFileIsOneCommittedState() {
    assertThat(underWriter("WAL", NO_PAUSE)).containsOnlyKeys(SnapshotMethod.LIVE);
  }

  private Map<SnapshotMethod, Integer> underWriter(String journalMode, Duration longestPause) {
    Map<SnapshotMethod, Integer> methods = new EnumMap<>(SnapshotMethod.class);
    try (AppProcess app =
            AppProcess.on(database, "PRAGMA journal_mode = " + journalMode)
                .all(Sources.accounts())
                .all(Sources.SMALL_CACHE)
                .all("PRAGMA busy_timeout = 20000", "PRAGMA synchronous = OFF");
        SourceFile source = SourceFile.open(database, settings)) {
      app.send("churn 7 " + longestPause.toMillis());
      long last = 0;
      for (int round = 0; round < ROUNDS || last < GENERATIONS; round++) {
        last = check(source, last, methods);
      }
      assertThat(app.attempt("stop")).endsWith("rounds");
    }
    return methods;
  }

  private long check(SourceFile source, long last, Map<SnapshotMethod, Integer> methods) {
    try (Snapshot snapshot = source.snapshot()) {
      Sources.assertOneGeneration(snapshot);
      methods.merge(snapshot.method(), 1, Integer::sum);
      long generation = Sources.generation(snapshot);
      assertThat(generation).isGreaterThanOrEqualTo(last);
      return generation;
    }
  }
}
