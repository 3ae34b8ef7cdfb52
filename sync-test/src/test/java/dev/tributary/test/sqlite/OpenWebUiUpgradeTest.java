package dev.tributary.test.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.test.sqlite.OpenWebUiUpgrade.Step;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OpenWebUiUpgradeTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void create() {
    file = folder.resolve("webui.db");
    OpenWebUiFile.small(file).create();
  }

  @Test
  void everyTableHasAPrimaryKeyInTheEnd() {
    long chats = number("SELECT count(*) FROM chat WHERE user_id NOT LIKE 'shared-%'");
    OpenWebUiUpgrade.all(file);

    assertThat(number("SELECT count(*) FROM chat")).isEqualTo(chats);
    assertThat(number("SELECT count(*) FROM shared_chat")).isPositive();
    assertThat(number("SELECT count(*) FROM chat_message")).isGreaterThan(2 * chats);
    assertThat(number("SELECT count(*) FROM group_member")).isPositive();
    assertThat(number("SELECT count(*) FROM access_grant")).isPositive();
    try (SqliteSession session = SqliteSession.reading(file)) {
      assertThat(SchemaObjects.tables(session))
          .contains("config_old", "config", "api_key", "skill")
          .noneMatch(table -> table.startsWith("_alembic_tmp_"))
          .allMatch(table -> !TableShape.read(session, table).uniqueKeys().isEmpty());
      assertThat(session.texts("SELECT typeof(id) FROM prompt LIMIT 1")).containsExactly("text");
      assertThat(session.texts("SELECT name FROM pragma_table_info('model')"))
          .doesNotContain("access_control");
      assertThat(session.texts("PRAGMA integrity_check")).containsExactly("ok");
    }
  }

  @Test
  void rebuiltTablesKeepTheirRowsCellByCell() {
    Map<String, TypedDigest> before = TypedDigest.of(file);
    OpenWebUiUpgrade.steps(file, Step.DECLARED_PRIMARY_KEYS);
    Map<String, TypedDigest> after = TypedDigest.of(file);
    before.remove("alembic_version");
    assertThat(after).containsAllEntriesOf(before);
  }

  @Test
  void tableIsMissingForAMomentWhileItIsRebuilt() {
    List<String> missing = new ArrayList<>();
    OpenWebUiUpgrade.step(
        file,
        Step.DECLARED_PRIMARY_KEYS,
        statement -> {
          if (number("SELECT count(*) FROM sqlite_schema WHERE name = 'chat'") == 0) {
            missing.add(statement);
          }
        });
    assertThat(missing).containsExactly("DROP TABLE \"chat\"");
  }

  private long number(String sql) {
    try (SqliteSession session = SqliteSession.reading(file)) {
      return session.number(sql);
    }
  }
}
