package dev.tributary.core.internal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.api.ConfigurationInvalid;
import java.util.List;
import org.junit.jupiter.api.Test;

class SqlTest {

  @Test
  void quotesInNamesAreDoubled() {
    assertThat(Sql.name("a\"; DROP TABLE x; --")).isEqualTo("\"a\"\"; DROP TABLE x; --\"");
    assertThat(Sql.table("client_a", "user")).isEqualTo("\"client_a\".\"user\"");
    assertThat(Sql.names(List.of("a", "B c"))).isEqualTo("\"a\", \"B c\"");
  }

  @Test
  void namesThatPostgresWouldCutAreRefused() {
    assertThat(Sql.name("x".repeat(63))).hasSize(65);
    assertThatThrownBy(() -> Sql.name("ä".repeat(32)))
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessageContaining("64 bytes");
  }

  @Test
  void emptyNamesAndZeroCharactersAreRefused() {
    assertThatThrownBy(() -> Sql.name("")).isInstanceOf(ConfigurationInvalid.class);
    assertThatThrownBy(() -> Sql.name("a\0")).isInstanceOf(ConfigurationInvalid.class);
    assertThatThrownBy(() -> Sql.literal("a\0")).isInstanceOf(ConfigurationInvalid.class);
  }

  @Test
  void textsAreQuoted() {
    assertThat(Sql.literal("it's")).isEqualTo("'it''s'");
    assertThat(Sql.literal("a\\'b")).isEqualTo("E'a\\\\''b'");
  }
}
