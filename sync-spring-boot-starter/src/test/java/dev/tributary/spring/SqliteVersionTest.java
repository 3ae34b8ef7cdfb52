package dev.tributary.spring;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SqliteVersionTest {

  @Test
  void versionsAreComparedAsNumbers() {
    assertThat(SqliteVersion.isOlder("3.49.1")).isTrue();
    assertThat(SqliteVersion.isOlder("3.51.2")).isTrue();
    assertThat(SqliteVersion.isOlder("3.9.3")).isTrue();
    assertThat(SqliteVersion.isOlder("3.51.3")).isFalse();
    assertThat(SqliteVersion.isOlder("3.54.1")).isFalse();
  }

  @Test
  void ourOwnIsNewEnough() {
    SqliteVersion.require();
  }
}
