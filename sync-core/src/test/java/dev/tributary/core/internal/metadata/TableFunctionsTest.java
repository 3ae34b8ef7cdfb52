package dev.tributary.core.internal.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.test.PostgresServer;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableFunctionsTest {
  private static TwoClusters clusters;
  private static int tables;
  private Session a;
  private String table;

  @BeforeAll
  static void install() throws SQLException {
    clusters = new TwoClusters(PostgresServer.shared());
  }

  @AfterAll
  static void drop() throws SQLException {
    clusters.close();
  }

  @BeforeEach
  void newTable() {
    a = clusters.a;
    table = "t" + tables++;
  }

  private String state() throws SQLException {
    return a.one("SELECT load_state FROM sync_metadata.table_plans WHERE source_table = ?", table);
  }

  private String call(String function, String rest) {
    return "SELECT sync_metadata.%s('a1', '%s'%s)".formatted(function, table, rest);
  }

  @Test
  void tableIsLoadedFinishedAndArchived() throws SQLException {
    clusters.begin(table);
    clusters.begin(table); // the same plan again: nothing happens
    assertThat(state()).isEqualTo("loading");
    assertThat(a.all(COLUMNS, "client_a1." + table))
        .containsExactly(
            "id text", "name text", "_sync_hash bigint", "_sync_xid xid8", "_sync_extra jsonb");
    a.run("INSERT INTO client_a1." + table + " VALUES ('1', 'one', 1), ('2', 'two', 2)");
    assertThat(a.one(call("finish_load", ", '[[\"name\"], [\"name\", \"id\"]]'"))).isEqualTo("0");
    assertThat(state()).isEqualTo("ready");
    assertThat(a.one(call("finish_load", ", '[[\"name\"]]'"))).isEqualTo("0");
    assertThat(a.all(INDEXES, "client_a1." + table)).containsExactly("id", "name", "name,id");
    a.run("BEGIN; SET LOCAL tributary.apply = 'on'");
    assertThat(
            a.one(
                "SELECT sync_metadata.archive_rows('a1', '"
                    + table
                    + "', array_agg(ctid), NULL)"
                    + " FROM client_a1."
                    + table
                    + " WHERE id = '2'"))
        .isEqualTo("1");
    a.run("COMMIT");
    assertThat(
            a.one(
                "SELECT row_image::text FROM client_a1._sync_archive WHERE table_name = ?", table))
        .isEqualTo(
            "{\"id\":\"2\",\"name\":\"two\",\"_sync_hash\":2,\"_sync_xid\":null,\"_sync_extra\":null}");
    assertThat(a.all("SELECT id FROM client_a1." + table)).containsExactly("1");
    assertThat(a.all("SELECT 1 FROM client_a1._sync_drift WHERE table_name = ?", table)).isEmpty();
  }

  private static final String COLUMNS =
      """
      SELECT attname || ' ' || format_type(atttypid, NULL) FROM pg_attribute
       WHERE attrelid = ?::regclass AND attnum > 0 ORDER BY attnum
      """;
  private static final String INDEXES =
      """
      SELECT (SELECT string_agg(attname, ',' ORDER BY n)
                FROM unnest(indkey::smallint[]) WITH ORDINALITY k (no, n)
                JOIN pg_attribute ON attrelid = indrelid AND attnum = no)
        FROM pg_index WHERE indrelid = ?::regclass ORDER BY indexrelid
      """;

  @Test
  void rowsThatOthersInsertedAreNeverArchived() throws SQLException {
    clusters.table(table);
    a.run("INSERT INTO client_a1." + table + " VALUES ('mine', 'x', 1), ('foreign', 'x', NULL)");
    String archive =
        "SELECT sync_metadata.archive_rows('a1', '%1$s', array_agg(ctid), NULL) FROM client_a1.%1$s";
    assertThat(a.one(archive.formatted(table))).isEqualTo("1");
    assertThat(a.all("SELECT id FROM client_a1." + table)).containsExactly("foreign");
  }

  @Test
  void archivingReadsTheRowsByTheirPlaceAlone() throws SQLException {
    clusters.table(table);
    a.run("INSERT INTO client_a1." + table + " SELECT n, 'x', n FROM generate_series(1, 5000) n");
    String scans = "SELECT seq_scan FROM pg_stat_xact_user_tables WHERE relname = '" + table + "'";
    a.run("BEGIN");
    String before = a.one(scans);
    a.run(
        "SELECT sync_metadata.archive_rows('a1', '%s', '{\"(0,1)\",\"(3,2)\"}', NULL)"
            .formatted(table));
    assertThat(a.one(scans)).isEqualTo(before);
    a.run("COMMIT");
    assertThat(a.one("SELECT count(*) FROM client_a1." + table)).isEqualTo("4998");
  }

  @Test
  void rowsInTheWayOfTheKeyAreArchived() throws SQLException {
    clusters.begin(table);
    a.run(
        "INSERT INTO client_a1."
            + table
            + " (id, name, _sync_hash) VALUES ('1', 'foreign', NULL),"
            + " ('1', 'ours', 7), ('2', 'first', NULL), ('2', 'second', NULL), ('3', 'x', NULL)");
    assertThat(a.one(call("finish_load", ", '[]'"))).isEqualTo("2");
    assertThat(a.all("SELECT name FROM client_a1." + table + " ORDER BY id"))
        .containsExactly("ours", "first", "x");
  }

  @Test
  void rowsWithoutKeyAreRefusedFromTheStart() throws SQLException {
    clusters.begin(table);
    assertThatThrownBy(
            () -> a.run("INSERT INTO client_a1." + table + " (id, name) VALUES (NULL, 'x')"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("null value in column \"id\"");
  }

  @Test
  void hashedKeyIsAColumnOfItsOwn() throws SQLException {
    a.run(
        "SELECT sync_metadata.begin_load('a1', '%1$s', '%1$s',".formatted(table)
            + " '[{\"name\": \"j\", \"type\": \"json\"}]', '[\"_sync_key\"]', '{}')");
    a.run(
        "INSERT INTO client_a1."
            + table
            + " (j, _sync_hash, _sync_key)"
            + " VALUES ('{}', 1, gen_random_uuid())");
    a.run(call("finish_load", ", '[[\"j\"]]'"));
    assertThat(a.all(INDEXES, "client_a1." + table)).containsExactly("_sync_key");
    assertThat(
            a.one(
                "SELECT details ->> 'reason' FROM sync_metadata.audit_log"
                    + " WHERE action = 'index_left_out' AND details ->> 'table' = ?",
                table))
        .isEqualTo("column j is json");
  }

  @Test
  void indexesThatPostgresWouldRefuseAreLeftOut() throws SQLException {
    clusters.table(table);
    a.run("INSERT INTO client_a1." + table + " VALUES ('1', repeat('x', 2500), 1)");
    String many = "[" + "\"id\",".repeat(33).replaceAll(",$", "") + "]";
    a.run(call("ensure_indexes", ", '[[\"name\"], [\"missing\"], " + many + "]'"));
    assertThat(a.all(INDEXES, "client_a1." + table)).containsExactly("id");
  }

  @Test
  void columnsComeAndGoWithoutLosingData() throws SQLException {
    clusters.table(table);
    a.run("INSERT INTO client_a1." + table + " VALUES ('1', 'old', 1)");
    String column = ", '{\"name\": \"%s\", \"type\": \"%s\"}', '{\"v\": 2}'";
    a.run(call("add_column", column.formatted("extra", "bigint")));
    a.run(call("add_column", column.formatted("extra", "bigint")));
    assertThat(a.fails(call("add_column", column.formatted("extra", "text")))).isEqualTo("42701");
    a.run(call("retire_column", ", 'name', '{\"v\": 3}'"));
    a.run(call("add_column", column.formatted("name", "boolean")));
    a.run(call("retire_column", ", 'name', '{\"v\": 3}'"));
    assertThat(a.all(COLUMNS, "client_a1." + table))
        .contains("extra bigint", "_sync_retired_1_name text", "_sync_retired_2_name boolean");
    assertThat(a.one("SELECT _sync_retired_1_name FROM client_a1." + table)).isEqualTo("old");
    assertThat(a.fails(call("retire_column", ", 'id', '{}'"))).isEqualTo("42P10");
    assertThat(a.fails(call("retire_column", ", '_sync_hash', '{}'"))).isEqualTo("42P10");
    assertThat(a.one("SELECT plan FROM sync_metadata.table_plans WHERE source_table = ?", table))
        .isEqualTo("{\"v\": 3}");
  }

  @Test
  void retiredNamesAreCutBetweenCharacters() throws SQLException {
    table = "ä".repeat(31);
    clusters.table(table);
    a.run(call("retire_table", ""));
    clusters.table(table);
    a.run(call("retire_table", ""));
    assertThat(
            a.all(
                "SELECT target_table FROM sync_metadata.table_plans WHERE source_table = ?"
                    + " AND load_state = 'retired' ORDER BY 1",
                table))
        .containsExactly("_sync_retired_1_" + "ä".repeat(23), "_sync_retired_2_" + "ä".repeat(23));
  }

  @Test
  void retiredTableIsKeptAndClosed() throws SQLException {
    clusters.table(table);
    a.run("INSERT INTO client_a1." + table + " VALUES ('1', 'one', 1)");
    a.run(call("retire_table", ""));
    String kept = "client_a1._sync_retired_1_" + table;
    assertThat(a.all("SELECT name FROM " + kept)).containsExactly("one");
    assertThat(a.fails("UPDATE " + kept + " SET name = 'x'")).isEqualTo("42501");
    clusters.admin.run("UPDATE " + kept + " SET name = 'x'");
    assertThat(a.all("SELECT 1 FROM client_a1._sync_drift WHERE table_name LIKE '%' || ?", table))
        .isEmpty();
    assertThat(a.fails(call("retire_table", ""))).isEqualTo("42P01");
    clusters.table(table);
    assertThat(a.fails("INSERT INTO client_a1." + table + " VALUES ('2')")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x | int | 0A000",
        "x | text; DROP TABLE y | 0A000",
        "x | pg_temp.t | 0A000",
        "x | varchar(10) | 0A000",
        "_sync_hash | text | 42939",
        "_sync_retired_1_x | text | 42939",
        "'' | text | 42602",
      })
  void columnsOutsideTheListAreRefused(String name, String type, String state) {
    String columns =
        "[{\"name\": \"%s\", \"type\": \"%s\"}]".formatted(name.replace("''", ""), type);
    assertThat(
            a.fails(
                "SELECT sync_metadata.begin_load('a1', '%1$s', '%1$s', '%2$s', '[\"_sync_key\"]', '{}')"
                    .formatted(table, columns)))
        .isEqualTo(state);
  }

  @Test
  void namesTooLongReservedOrTakenAreRefused() throws SQLException {
    String begin =
        "SELECT sync_metadata.begin_load('a1', '%s', '%s',"
            + " '[{\"name\": \"%s\", \"type\": \"text\"}]', '[\"%s\"]', '{}')";
    String longName = "n".repeat(300);
    assertThat(a.fails(begin.formatted(table, longName, "c", "c"))).isEqualTo("42602");
    assertThat(a.fails(begin.formatted(table, table, longName, "_sync_key"))).isEqualTo("42602");
    assertThat(a.fails(begin.formatted(table, "_sync_drift", "c", "c"))).isEqualTo("42939");
    assertThat(a.fails(begin.formatted(table, table, "c", "d"))).isEqualTo("42703");
    clusters.table(table);
    assertThat(a.fails(begin.formatted(table, table, "c", "c"))).isEqualTo("42P07");
    assertThat(a.fails(begin.formatted(table + "x", table, "c", "c"))).isEqualTo("42P07");
    assertThat(a.fails(begin.formatted(longName, table + "y", "c", "c"))).isEmpty();
  }

  @Test
  void droppedTableIsNamed() throws SQLException {
    clusters.table(table);
    clusters.admin.run("DROP TABLE client_a1." + table);
    assertThat(a.complains(call("set_plan", ", '{}'"))).contains("client_a1." + table + " is gone");
  }
}
