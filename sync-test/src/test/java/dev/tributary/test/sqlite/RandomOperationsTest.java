package dev.tributary.test.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.test.sqlite.SqliteFormat.AutoVacuum;
import dev.tributary.test.sqlite.SqliteFormat.Encoding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RandomOperationsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"1, DELETE", "2, WAL", "3, DELETE"})
  void everyKindHappensAndTheFileStaysSound(long seed, JournalMode mode) throws Exception {
    Path file = folder.resolve("webui.db");
    OpenWebUiFile.small(file).withJournalMode(mode).create();
    long before = Files.size(file);

    try (RandomOperations operations = RandomOperations.on(file, seed)) {
      operations.apply(1000);
      assertThat(operations.done().keySet()).containsAll(operations.kinds());
    }
    assertSound(file, mode);
    assertThat(Files.size(file)).isLessThan(before + 10_000_000);
  }

  @ParameterizedTest
  @CsvSource({"DELETE, UTF_16LE", "WAL, UTF_8"})
  void anySchemaWillDo(JournalMode mode, Encoding encoding) {
    Path file = folder.resolve("traps.db");
    TrapTables.create(
        file, SqliteFormat.of(mode).withEncoding(encoding).withAutoVacuum(AutoVacuum.INCREMENTAL));

    try (RandomOperations operations = RandomOperations.on(file, 4)) {
      operations.apply(500);
      assertThat(operations.done().keySet()).containsAll(operations.kinds());
    }
    assertSound(file, mode);
  }

  @Test
  void sameSeedDoesTheSame() {
    List<String> first = logOf(folder.resolve("first.db"), 7);
    assertThat(logOf(folder.resolve("second.db"), 7)).isEqualTo(first);
    assertThat(logOf(folder.resolve("third.db"), 8)).isNotEqualTo(first);
    assertThat(CellCompare.differences(folder.resolve("first.db"), folder.resolve("second.db")))
        .isEmpty();
  }

  @Test
  void logReplaysTheRun() {
    List<String> log = logOf(folder.resolve("first.db"), 9);
    Path replayed = folder.resolve("replayed.db");
    TrapTables.create(replayed, SqliteFormat.of(JournalMode.DELETE));
    try (SqliteSession session = SqliteSession.open(replayed)) {
      session.run("PRAGMA synchronous = OFF");
      log.stream()
          .filter(line -> !line.startsWith("-- "))
          .forEach(line -> runOrBeRefused(session, line));
    }
    assertThat(CellCompare.differences(folder.resolve("first.db"), replayed)).isEmpty();
  }

  /** A refused statement is in the log with what was rolled back after it. */
  private static void runOrBeRefused(SqliteSession session, String statement) {
    try {
      session.run(statement);
    } catch (IllegalStateException e) {
      assertThat(e.getCause()).isInstanceOf(SQLException.class);
    }
  }

  private static List<String> logOf(Path file, long seed) {
    TrapTables.create(file, SqliteFormat.of(JournalMode.DELETE));
    try (RandomOperations operations = RandomOperations.on(file, seed)) {
      return operations.apply(200);
    }
  }

  private static void assertSound(Path file, JournalMode mode) {
    try (SqliteSession session = SqliteSession.open(file)) {
      assertThat(session.texts("PRAGMA integrity_check")).containsExactly("ok");
      assertThat(session.texts("PRAGMA journal_mode")).containsExactly(mode.name().toLowerCase());
    }
  }
}
