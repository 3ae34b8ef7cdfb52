package dev.tributary.core.internal.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.core.internal.ScratchFile;
import dev.tributary.core.internal.table.SourceColumn;
import dev.tributary.core.internal.table.SourceIndex;
import dev.tributary.core.internal.table.SourceSchema;
import dev.tributary.core.internal.table.SourceTable;
import dev.tributary.core.internal.table.TextEncoding;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SchemaReaderTest {
  private final ScratchFile file = ScratchFile.inMemory();

  @AfterEach
  void close() {
    file.close();
  }

  @Test
  void onlyOrdinaryTablesAreRead() {
    file.run(
        "CREATE TABLE chat (id TEXT PRIMARY KEY, title TEXT)",
        "CREATE VIEW titles AS SELECT title FROM chat",
        "CREATE VIEW broken AS SELECT nosuch(1) FROM missing",
        "CREATE VIRTUAL TABLE note_fts USING fts5(body)",
        "CREATE VIRTUAL TABLE box USING rtree(id, a, b)",
        "CREATE TABLE counter (id INTEGER PRIMARY KEY AUTOINCREMENT)",
        "ANALYZE");

    SourceSchema schema = read();

    assertThat(schema.tables()).extracting(SourceTable::name).containsExactly("chat", "counter");
    assertThat(schema.skipped())
        .extracting(SourceSchema.Skipped::table)
        .contains("titles", "broken", "note_fts", "note_fts_data", "box", "box_node")
        .doesNotContain("sqlite_stat1", "sqlite_sequence");
    assertThat(schema.skipped())
        .filteredOn(skipped -> skipped.table().equals("note_fts_data"))
        .extracting(SourceSchema.Skipped::reason)
        .containsExactly("the storage of a virtual table");
  }

  @Test
  void columnsKeepDeclarationOrderAndKind() {
    file.run(
        """
        CREATE TABLE t (b VARCHAR(255) NOT NULL, a, "odd ""name" INTEGER,
          twice INT GENERATED ALWAYS AS (a * 2) VIRTUAL, kept INT AS (a + 1) STORED,
          PRIMARY KEY ("odd ""name", b)) WITHOUT ROWID
        """);

    SourceTable table = read().tables().get(0);

    assertThat(table.withoutRowid()).isTrue();
    assertThat(table.columns())
        .containsExactly(
            new SourceColumn("b", "VARCHAR(255)", true, 2, false),
            new SourceColumn("a", "", false, 0, false),
            new SourceColumn("odd \"name", "INTEGER", true, 1, false),
            new SourceColumn("twice", "INT", false, 0, true),
            new SourceColumn("kept", "INT", false, 0, true));
  }

  @Test
  void indexesSayWhatTheyCover() {
    file.run(
        "CREATE TABLE user (id TEXT, email TEXT, `a``b` INT)",
        "CREATE UNIQUE INDEX by_email ON user (lower(email)) WHERE email IS NOT NULL",
        "CREATE UNIQUE INDEX by_id ON user (id, `a``b`)");

    assertThat(read().tables().get(0).indexes())
        .extracting(SourceIndex::name, SourceIndex::unique, SourceIndex::partial, i -> i.columns())
        .containsExactlyInAnyOrder(
            org.assertj.core.groups.Tuple.tuple("by_email", true, true, java.util.List.of()),
            org.assertj.core.groups.Tuple.tuple(
                "by_id", true, false, java.util.List.of("id", "a`b")));
  }

  @Test
  void strictTableAndSequenceAndHeaderAreRead() {
    file.run(
        "PRAGMA encoding = 'UTF-16be'",
        "PRAGMA application_id = -7",
        "PRAGMA user_version = 12",
        "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, v ANY) STRICT",
        "INSERT INTO t VALUES (41, 1)");

    SourceSchema schema = read();

    assertThat(schema.tables().get(0).strict()).isTrue();
    assertThat(schema.sequences()).containsEntry("t", 41L);
    assertThat(schema.header().encoding()).isEqualTo(TextEncoding.UTF_16BE);
    assertThat(schema.header().applicationId()).isEqualTo(-7);
    assertThat(schema.header().userVersion()).isEqualTo(12);
  }

  @Test
  void tableWithTooManyColumnsIsSkippedByName() {
    String columns =
        IntStream.range(0, 1591).mapToObj(i -> "c" + i).collect(Collectors.joining(", "));
    file.run("CREATE TABLE wide (" + columns + ")", "CREATE TABLE \"\" (\"\")");

    SourceSchema schema = read();

    assertThat(schema.skipped().toString()).contains("wide", "1591 columns");
    assertThat(schema.tables()).extracting(SourceTable::name).containsExactly("");
  }

  @Test
  void statementsAreKeptAsWritten() {
    file.run(
        "CREATE TABLE  t(a /* why */ ,b DEFAULT 'x')",
        "CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; END");

    assertThat(read().statements())
        .extracting(SourceSchema.Statement::sql)
        .containsExactly(
            "CREATE TABLE t(a /* why */ ,b DEFAULT 'x')",
            "CREATE TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; END");
  }

  @Test
  void schemaComesBackFromItsJson() {
    file.run(
        "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, \"ä\"\"\n\" JSON)",
        "CREATE INDEX i ON t (\"ä\"\"\n\")",
        "CREATE VIEW v AS SELECT 1",
        "INSERT INTO t DEFAULT VALUES");
    SourceSchema schema = read();

    assertThat(SourceSchemaJson.read(SourceSchemaJson.write(schema))).isEqualTo(schema);
  }

  @Test
  void epochChangesWithAStatementButNotWithVacuumOrData() {
    file.run("CREATE TABLE t (a)", "CREATE TABLE u (a)", "DROP TABLE t", "CREATE TABLE t (a)");
    String before = SchemaEpoch.of(read());

    file.run("INSERT INTO t VALUES (1)", "VACUUM");
    assertThat(SchemaEpoch.of(read())).isEqualTo(before);

    file.run("ALTER TABLE t ADD COLUMN b");
    assertThat(SchemaEpoch.of(read())).isNotEqualTo(before);
  }

  private SourceSchema read() {
    return SchemaReader.read(file.connection());
  }
}
