package dev.tributary.core.internal.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.core.internal.ScratchFile;
import dev.tributary.core.internal.table.SourceSchema;
import dev.tributary.core.internal.table.TablePlan;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypePlanTest {
  private final ScratchFile file = ScratchFile.inMemory();

  @AfterEach
  void close() {
    file.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "INTEGER           | 'x'                    | bigint",
        "TINYINT           | 1                      | bigint",
        "FLOATING POINT    | 1                      | bigint",
        "BOOLEAN           | 1, 0, NULL             | boolean",
        "BOOLEAN           | NULL                   | boolean",
        "BOOLEAN           | 1, 2                   | bigint",
        "BOOLEAN           | 'true', 'false', 1     | text",
        "REAL              | 'x'                    | double",
        "DOUBLE PRECISION  | 1                      | double",
        "DECIMAL(10,2)     | 'x'                    | numeric",
        "NUMERIC           | NULL                   | numeric",
        "VARCHAR(10)       | 1                      | text",
        "CLOB              | NULL                   | text",
        "JSON              | 1                      | json",
        "jsonb             | NULL                   | json",
        "BLOB              | NULL                   | bytea",
        "BLOB              | x'00', NULL            | bytea",
        "BLOB              | 'a', 'b', x'00'        | text",
        "``                | NULL                   | text",
        "``                | 1, 2, 'x'              | bigint",
        "``                | 1.5                    | double",
        "``                | x'01', x'02', 1        | bytea",
        "DATETIME          | 1700000000, 1700000001 | bigint",
        "DATETIME          | '2024-01-01 00:00:00'  | text",
        "DATE              | NULL                   | text",
        "TIMESTAMP         | 1700000000.5           | double",
        "TIMESTAMP         | 1700000000.5, 17       | numeric",
        "TIMESTAMP         | 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 1.5, 'x' | bigint",
        "STRING            | 'x'                    | text",
        "UUID              | 1, 'x', 'y'            | text",
      })
  void typeFollowsDeclarationAndContent(String declared, String values, String type) {
    file.run("CREATE TABLE t (c " + declared + ")");
    for (String value : values.split(", ")) {
      file.run("INSERT INTO t VALUES (" + value + ")");
    }

    assertThat(typeOf("c", Map.of())).isEqualTo(type);
  }

  @Test
  void anyOfAStrictTableGoesByItsContent() {
    file.run(
        "CREATE TABLE t (c ANY, i INT, r REAL) STRICT",
        "INSERT INTO t VALUES (1, 1, 1), (1.0, 1, 1), (2.0, 1, 1)");

    assertThat(typeOf("c", Map.of())).isEqualTo("double");
    assertThat(typeOf("i", Map.of())).isEqualTo("bigint");
  }

  @Test
  void configuredTypeWins() {
    file.run("CREATE TABLE \"T\" (\"C\" INTEGER)");

    assertThat(typeOf("C", Map.of("t.c", "timestamptz:ms"))).isEqualTo("timestamptz:ms");
  }

  @Test
  void configuredTypeOfNothingIsRefusedWithTheChoices() {
    file.run("CREATE TABLE chat (id, title)");

    assertRefused(Map.of("chta.id", "text"), "chta.id", "[chat]");
    assertRefused(Map.of("chat.titel", "text"), "chat.titel", "[id, title]");
    assertRefused(Map.of("chat.title", "varchar"), "chat.title", "varchar", "bigint, boolean");
  }

  @Test
  void columnKeepsItsTypeWhenOnlyTheDataChange() {
    file.run("CREATE TABLE t (c DATETIME)", "INSERT INTO t VALUES (1)");
    TablePlan stored = plan(Map.of(), Map.of());

    file.run("DELETE FROM t", "INSERT INTO t VALUES ('2024-01-01'), ('2024-01-02')");

    assertThat(plan(Map.of(), Map.of("t", stored))).isEqualTo(stored);
  }

  @Test
  void columnWithoutValuesIsPlannedAgainWithTheFirstOnes() {
    file.run("CREATE TABLE t (c DATETIME)", "INSERT INTO t VALUES (NULL)");
    TablePlan stored = plan(Map.of(), Map.of());
    assertThat(stored.column("c").type().word()).isEqualTo("text");

    file.run("INSERT INTO t VALUES (1700000000)");

    assertThat(plan(Map.of(), Map.of("t", stored)).column("c").type().word()).isEqualTo("bigint");
  }

  @Test
  void newDeclarationThatTheDataDoNotNeedChangesNothing() {
    file.run("CREATE TABLE t (c INTEGER)", "INSERT INTO t VALUES (0), (1)");
    TablePlan stored = plan(Map.of(), Map.of());

    file.run(
        "CREATE TABLE n (c BOOLEAN)",
        "INSERT INTO n SELECT c FROM t",
        "DROP TABLE t",
        "ALTER TABLE n RENAME TO t");

    assertThat(plan(Map.of(), Map.of("t", stored)).column("c").type().word()).isEqualTo("bigint");
  }

  @Test
  void newDeclarationWithNewDataChangesTheType() {
    file.run("CREATE TABLE t (c INTEGER)", "INSERT INTO t VALUES (1)");
    TablePlan stored = plan(Map.of(), Map.of());

    file.run("DROP TABLE t", "CREATE TABLE t (c TEXT)", "INSERT INTO t VALUES ('1')");

    assertThat(plan(Map.of(), Map.of("t", stored)).column("c").type().word()).isEqualTo("text");
  }

  @Test
  void aTypeThatWasChosenOnceStays() {
    file.run("CREATE TABLE t (c INTEGER)");
    Map<String, TablePlan> stored = Map.of("t", plan(Map.of("t.c", "text"), Map.of()));

    assertThat(plan(Map.of(), stored).column("c").type().word()).isEqualTo("text");
    assertThat(plan(Map.of("t.c", "bigint"), stored).column("c").type().word()).isEqualTo("bigint");
  }

  @Test
  void profileCountsClassesAndStrays() {
    file.run(
        "CREATE TABLE t (c INTEGER, s TEXT, j JSON, b BOOLEAN)",
        "INSERT INTO t VALUES (1, 'a', '{}', 1), ('x', 'a' || char(0), 'no', 0), (NULL, x'00', 5, 1)");
    SourceSchema schema = SchemaReader.read(file.connection());
    TablePlanner planner = new TablePlanner(Map.of());
    TablePlan plan = planner.plan(file.connection(), schema, Map.of()).get(0);

    Profile profile = planner.profile(file.connection(), schema, plan);

    assertThat(profile.rows()).isEqualTo(3);
    assertThat(profile.columns())
        .containsExactly(
            new Profile.Column("c", 1, 1, 0, 1, 0, 1),
            new Profile.Column("s", 0, 0, 0, 2, 1, 2),
            new Profile.Column("j", 0, 1, 0, 2, 0, 1),
            new Profile.Column("b", 0, 3, 0, 0, 0, 0));
  }

  private void assertRefused(Map<String, String> overrides, String... said) {
    assertThatThrownBy(() -> plan(overrides, Map.of()))
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessageContainingAll(said);
  }

  private String typeOf(String column, Map<String, String> overrides) {
    return plan(overrides, Map.of()).column(column).type().word();
  }

  private TablePlan plan(Map<String, String> overrides, Map<String, TablePlan> stored) {
    SourceSchema schema = SchemaReader.read(file.connection());
    return new TablePlanner(overrides).plan(file.connection(), schema, stored).get(0);
  }
}
