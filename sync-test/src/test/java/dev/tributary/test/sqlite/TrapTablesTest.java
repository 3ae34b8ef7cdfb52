package dev.tributary.test.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.test.sqlite.SqliteFormat.AutoVacuum;
import dev.tributary.test.sqlite.SqliteFormat.Encoding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class TrapTablesTest {
  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({
    "UTF_8, DELETE, 4096, NONE", "UTF_16LE, DELETE, 1024, INCREMENTAL",
    "UTF_16BE, WAL, 65536, FULL", "UTF_8, WAL, 512, INCREMENTAL"
  })
  void isASoundFileInEveryFormat(
      Encoding encoding, JournalMode mode, int pageSize, AutoVacuum autoVacuum) {
    Path file = folder.resolve("traps.db");
    TrapTables.create(file, new SqliteFormat(mode, pageSize, encoding, autoVacuum));

    try (SqliteSession session = SqliteSession.open(file)) {
      assertThat(session.texts("PRAGMA integrity_check")).containsExactly("ok");
      assertThat(session.number("PRAGMA page_size")).isEqualTo(pageSize);
      assertThat(session.number("PRAGMA auto_vacuum")).isEqualTo(autoVacuum.ordinal());
      assertThat(session.number("PRAGMA user_version")).isEqualTo(TrapTables.USER_VERSION);
      session.run("VACUUM INTO '" + folder.resolve("copy.db") + "'");
    }
    assertThat(CellCompare.differences(file, folder.resolve("copy.db"))).isEmpty();
  }

  @Test
  void trapsHoldWhatTheyAreFor() {
    Path file = folder.resolve("traps.db");
    TrapTables.create(file, SqliteFormat.of(JournalMode.DELETE));
    TrapTables.addTooWideTable(file);

    assertThat(cells(file, "key_untyped"))
        .contains("[integer 1, text[7] 'integer']", "[text[1] '1', text[4] 'text']");
    assertThat(cells(file, "key_none"))
        .filteredOn("[integer 1, text[4] 'same']"::equals)
        .hasSize(3);
    assertThat(cells(file, "key_with_nulls")).filteredOn("[NULL, integer 1]"::equals).hasSize(2);
    assertThat(cells(file, "classes_real"))
        .contains("[integer 1, real 1.0E308, real 4.9E-324, real 0.1]");
    assertThat(cells(file, "classes_blob")).contains("[integer 10, real -0.0]");
    assertThat(cells(file, "generated"))
        .contains("[integer 1, integer 2, integer 3, integer 6, text[3] '2x3', real 1.0]");
    assertThat(cells(file, "times")).anyMatch(row -> row.contains("'2024-02-30'"));
    assertThat(cells(file, "empty_table")).isEmpty();
    assertThat(cells(file, "empty_name")).hasSize(2);
    assertThat(cells(file, "wide_1700")).hasSize(1);
  }

  @Test
  void virtualTablesAndTheirShadowsAreNoOrdinaryTables() {
    Path file = folder.resolve("traps.db");
    TrapTables.create(file, SqliteFormat.of(JournalMode.DELETE));
    try (SqliteSession session = SqliteSession.reading(file)) {
      assertThat(SchemaObjects.extensionTables(session))
          .contains("words", "words_data", "places_node");
      assertThat(SchemaObjects.tables(session))
          .contains("select", "_sync_hash", "../../etc/passwd")
          .doesNotContain("words", "words_data", "key_view", "sqlite_sequence", "sqlite_stat1");
    }
  }

  private static List<String> cells(Path file, String table) {
    try (SqliteSession session = SqliteSession.reading(file)) {
      List<String> rows = new ArrayList<>();
      new TypedTable(session, table).forEach(row -> rows.add(row.cells().toString()));
      return rows;
    }
  }
}
