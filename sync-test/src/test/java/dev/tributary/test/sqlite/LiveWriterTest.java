package dev.tributary.test.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.test.sqlite.LiveWriter.Options;
import dev.tributary.test.sqlite.LiveWriter.Result;
import dev.tributary.test.sqlite.LiveWriter.Rollbacks;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class LiveWriterTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(JournalMode.class)
  void everyConsistentCopyHoldsTheSum(JournalMode mode) {
    Path file = folder.resolve("live.db");
    Options options =
        Options.of(mode).withPause(Duration.ofMillis(1)).withRollbacks(Rollbacks.SPILLING);
    try (LiveWriter writer = LiveWriter.start(file, options)) {
      Path copy = folder.resolve("copy.db");
      try (SqliteSession session = SqliteSession.open(file)) {
        long before = newest(session);
        while (newest(session) < before + 50) {
          Thread.onSpinWait();
        }
        session.run("VACUUM INTO '" + copy + "'");
      }
      assertThat(LiveWriter.sum(copy)).isEqualTo(LiveWriter.TOTAL);

      Result result = writer.stop();
      assertThat(result.commits()).isGreaterThan(50);
      assertThat(result.refused()).isZero();
      assertThat(result.worst()).isGreaterThanOrEqualTo(result.median());
      assertThat(LiveWriter.sum(file)).isEqualTo(LiveWriter.TOTAL);
    }
  }

  @ParameterizedTest
  @EnumSource(JournalMode.class)
  void killedWriterLeavesAFileThatRecovers(JournalMode mode) {
    Path file = folder.resolve("killed.db");
    try (LiveWriter writer = LiveWriter.start(file, Options.of(mode).withPause(Duration.ZERO))) {
      writer.kill();
    }
    assertThat(LiveWriter.sum(file)).isEqualTo(LiveWriter.TOTAL);
  }

  private static long newest(SqliteSession session) {
    return session.number("SELECT max(id) FROM live_entry");
  }
}
