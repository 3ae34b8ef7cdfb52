package dev.tributary.test.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.test.sqlite.OpenWebUiFile.Corners;
import dev.tributary.test.sqlite.SqliteFormat.Encoding;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class OpenWebUiFileTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(JournalMode.class)
  void hasTheTablesOfAnOldInstallation(JournalMode mode) {
    Path file = folder.resolve("webui.db");
    OpenWebUiFile.small(file).withJournalMode(mode).create();

    try (SqliteSession session = SqliteSession.reading(file)) {
      List<String> tables = SchemaObjects.tables(session);
      assertThat(tables).hasSize(25);
      assertThat(tables.stream().filter(table -> hasNoPrimaryKey(session, table)))
          .containsExactlyInAnyOrder(
              "auth", "chat", "chatidtag", "file", "function", "memory", "model", "tool", "user");
      assertThat(tables)
          .allMatch(table -> session.number("SELECT count(*) FROM \"" + table + '"') > 0);
      assertThat(session.texts("PRAGMA journal_mode")).containsExactly(mode.name().toLowerCase());
      assertThat(session.texts("PRAGMA integrity_check")).containsExactly("ok");
      assertThat(session.texts("PRAGMA foreign_key_check")).isNotEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Encoding.class)
  void everyPlantedCornerIsThere(Encoding encoding) {
    Path file = folder.resolve("webui.db");
    SqliteFormat format = SqliteFormat.of(JournalMode.DELETE).withEncoding(encoding);
    List<Corner> corners = OpenWebUiFile.small(file).withFormat(format).create();

    assertThat(corners).hasSizeGreaterThan(100);
    try (SqliteSession session = SqliteSession.reading(file)) {
      assertThat(session.texts("PRAGMA encoding")).containsExactly(encoding.sqliteName());
      for (Corner corner : corners) {
        String count =
            "SELECT count(*) FROM \"%s\" WHERE %s".formatted(corner.table(), corner.where());
        assertThat(session.number(count)).as(corner.toString()).isEqualTo(1);
      }
    }
  }

  @Test
  void cornersKeepTheStorageClassThatTheyArePlantedFor() {
    Path file = folder.resolve("webui.db");
    OpenWebUiFile.small(file).create();

    try (SqliteSession session = SqliteSession.reading(file)) {
      assertThat(stored(session, "feedback", "version", "int64_min"))
          .isEqualTo("integer -9223372036854775808");
      assertThat(stored(session, "feedback", "version", "real_neg_inf"))
          .isEqualTo("real -Infinity");
      assertThat(stored(session, "feedback", "version", "real_tiny")).isEqualTo("real 4.9E-324");
      assertThat(stored(session, "feedback", "version", "blob_in_integer_column"))
          .isEqualTo("blob[1] x'31'");
      assertThat(stored(session, "memory", "content", "invalid_utf8")).endsWith("x'61ff62'");
      assertThat(stored(session, "memory", "content", "nul_char")).endsWith("x'610062'");
      assertThat(stored(session, "memory", "content", "number_as_text"))
          .isEqualTo("text[5] '12345'");
      assertThat(stored(session, "chat", "chat", "json_number_too_large"))
          .isEqualTo("real Infinity");
      assertThat(stored(session, "chat", "chat", "json_number_one_point_zero"))
          .isEqualTo("integer 1");
      assertThat(stored(session, "chat", "chat", "sql_null")).isEqualTo("NULL");
      assertThat(stored(session, "chat", "pinned", "boolean_text_true"))
          .isEqualTo("text[4] 'true'");
      assertThat(
              session.number("SELECT length(content) FROM memory WHERE id = 'corner-one_megabyte'"))
          .isEqualTo(1 << 20);
    }
  }

  @Test
  void chatsAreBigDocumentsWithATail() {
    Path file = folder.resolve("webui.db");
    OpenWebUiFile.small(file).withCorners(Corners.LEFT_OUT).create();

    try (SqliteSession session = SqliteSession.reading(file)) {
      assertThat(session.number("SELECT avg(length(chat)) FROM chat")).isBetween(1500L, 3500L);
      assertThat(session.number("SELECT max(length(chat)) FROM chat")).isGreaterThan(20_000L);
      assertThat(session.number("SELECT count(*) FROM chat WHERE json_valid(chat)"))
          .isGreaterThan(300);
    }
  }

  @Test
  void sameSettingsGiveTheSameRows() {
    OpenWebUiFile first = OpenWebUiFile.small(folder.resolve("first.db"));
    first.create();
    new OpenWebUiFile(folder.resolve("second.db"), 1, 300, first.corners(), first.format())
        .create();
    new OpenWebUiFile(folder.resolve("third.db"), 2, 300, first.corners(), first.format()).create();

    assertThat(CellCompare.differences(first.path(), folder.resolve("second.db"))).isEmpty();
    assertThat(CellCompare.differences(first.path(), folder.resolve("third.db"))).isNotEmpty();
  }

  @Test
  void megabytesAreAboutAsManyAsAskedFor() throws Exception {
    Path file = folder.resolve("webui.db");
    OpenWebUiFile.megabytes(file, 10).create();
    assertThat(Files.size(file)).isBetween(8_000_000L, 12_000_000L);
  }

  private static String stored(SqliteSession session, String table, String column, String kind) {
    TypedTable rows = new TypedTable(session, table);
    int id = rows.columns().indexOf("id");
    int wanted = rows.columns().indexOf(column);
    String[] found = {"no such row"};
    TypedCell key = new TypedCell('t', ("corner-" + kind).getBytes());
    rows.forEach(
        row ->
            found[0] =
                row.cells().get(id).equals(key) ? row.cells().get(wanted).toString() : found[0]);
    return found[0];
  }

  private static boolean hasNoPrimaryKey(SqliteSession session, String table) {
    return session.number("SELECT count(*) FROM pragma_table_info('" + table + "') WHERE pk > 0")
        == 0;
  }
}
