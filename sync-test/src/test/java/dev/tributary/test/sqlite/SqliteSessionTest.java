package dev.tributary.test.sqlite;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SqliteSessionTest {
  @TempDir Path folder;

  /** SQLite rolls back by itself when a disk is full; then there is nothing to roll back. */
  @Test
  void whyATransactionFailedIsToldAlsoWhenItIsRolledBackAlready() {
    try (SqliteSession session = SqliteSession.open(folder.resolve("app.db"))) {
      assertThatThrownBy(
              () ->
                  session.inTransaction(
                      () -> {
                        session.run("ROLLBACK");
                        throw new IllegalStateException("the disk is full");
                      }))
          .hasMessage("the disk is full");
    }
  }
}
