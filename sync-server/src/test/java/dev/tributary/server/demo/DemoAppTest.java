package dev.tributary.server.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.test.sqlite.SqliteApp;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DemoAppTest {
  @TempDir private Path directory;

  @Test
  void appObeysInItsOwnProcess() throws Exception {
    Path file = directory.resolve("app.db");
    try (AppProcess app = AppProcess.start(file)) {
      app.order("create 100");
      assertThat(app.order("change")).containsExactly(10L);
      app.order("live");
      List<Long> told = app.order("quiet");
      assertThat(told.get(0)).isPositive();
      app.order("upgrade");
    }
    assertThat(directory.resolve("app.db-wal")).doesNotExist();
    assertThat(FileComparison.of(file, copy(file)).differences()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE message SET score = '12' WHERE id = 'm1'",
        "UPDATE message SET content = CAST(content AS BLOB) WHERE id = 'm1'",
        "UPDATE message SET score = CAST(score AS INTEGER) WHERE id = 'odd-4'",
        "UPDATE message SET content = NULL WHERE id = 'odd-3'",
        "DELETE FROM tag WHERE id = 'work' AND user_id = 'u1'",
        "ALTER TABLE file ADD COLUMN extra TEXT",
        "CREATE TABLE other (a)"
      })
  void comparisonFindsTheSmallestDifference(String change) throws Exception {
    Path file = directory.resolve("app.db");
    try (AppFile app = new AppFile(file, new AppContent(1))) {
      app.create(60);
    }
    Path copy = copy(file);
    assertThat(FileComparison.of(file, copy).differences()).isEmpty();
    new SqliteApp(copy).run(change);
    assertThat(FileComparison.of(file, copy).differences()).hasSize(1);
  }

  private Path copy(Path file) {
    Path copy = directory.resolve("copy.db");
    assertThat(Files.exists(copy)).isFalse();
    new SqliteApp(file).run("VACUUM INTO '" + copy + "'");
    return copy;
  }
}
