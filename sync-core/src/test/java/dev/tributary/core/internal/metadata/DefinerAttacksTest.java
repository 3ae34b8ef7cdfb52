package dev.tributary.core.internal.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.test.PostgresServer;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node's role tries to have its own code run with the owner's rights. */
class DefinerAttacksTest {
  private static final String LOOT =
      "INSERT INTO sync_metadata.cluster_roles VALUES ('loot', 'beta')";

  private static TwoClusters clusters;
  private Session attacker;

  @BeforeAll
  static void install() throws SQLException {
    clusters = new TwoClusters(PostgresServer.shared());
    clusters.table("chat");
  }

  @AfterAll
  static void drop() throws SQLException {
    clusters.close();
  }

  @BeforeEach
  void begin() throws SQLException {
    attacker = clusters.as(clusters.roleA);
    attacker.run(
        """
        CREATE FUNCTION pg_temp.steal() RETURNS boolean LANGUAGE plpgsql AS
        $$ BEGIN %s; RETURN true; EXCEPTION WHEN insufficient_privilege THEN RETURN true; END $$
        """
            .formatted(LOOT));
  }

  @AfterEach
  void nothingWasStolen() throws SQLException {
    attacker.close();
    assertThat(
            clusters.admin.all("SELECT 1 FROM sync_metadata.cluster_roles WHERE role_name='loot'"))
        .isEmpty();
  }

  @Test
  void temporaryViewInTheNameOfATableIsNotRead() throws SQLException {
    for (String name : List.of("chat", "table_plans", "client_deployments", "cluster_roles")) {
      attacker.run("CREATE TEMP VIEW " + name + " AS SELECT pg_temp.steal() AS loot, 'a1' AS id");
    }
    attacker.run("SET search_path = pg_temp, sync_metadata, client_a1");
    callEverything();
  }

  @Test
  void temporaryTableWithAPolicyIsNotTouched() throws SQLException {
    attacker.run("CREATE TEMP TABLE chat (id text, name text, _sync_hash bigint, _sync_xid xid8)");
    attacker.run("INSERT INTO chat VALUES ('1', 'x', 1, '1')");
    attacker.run("ALTER TABLE chat ENABLE ROW LEVEL SECURITY");
    attacker.run("CREATE POLICY p ON chat USING (pg_temp.steal())");
    attacker.run("GRANT ALL ON chat TO PUBLIC");
    attacker.run("SET search_path = pg_temp, client_a1");
    callEverything();
    assertThat(attacker.one("SELECT count(*) FROM pg_temp.chat")).isEqualTo("1");
  }

  @Test
  void functionsAndOperatorsOfTheCallerAreNotFound() throws SQLException {
    for (String shadow :
        List.of("now()", "clock_timestamp()", "format(text, text)", "lower(text)")) {
      attacker.run(
          "CREATE FUNCTION pg_temp.%s RETURNS text LANGUAGE sql AS $$ SELECT pg_temp.steal()::text $$"
              .formatted(shadow));
    }
    attacker.run(
        "CREATE FUNCTION pg_temp.eq(text, text) RETURNS boolean LANGUAGE sql"
            + " AS $$ SELECT pg_temp.steal() $$");
    attacker.run(
        "CREATE OPERATOR pg_temp.= (LEFTARG = text, RIGHTARG = text, FUNCTION = pg_temp.eq)");
    attacker.run("SET search_path = pg_temp, pg_catalog");
    callEverything();
  }

  @Test
  void namesOfTheCallerStayNames() throws SQLException {
    String hostile = "x\"; SELECT pg_temp.steal(); --";
    attacker.run(
        """
        SELECT sync_metadata.begin_load('a1', '%1$s', '%1$s',
          '[{"name": "i\\"; DROP TABLE x; --", "type": "text"}]', '["i\\"; DROP TABLE x; --"]', '{}')
        """
            .formatted(hostile));
    attacker.run("SELECT sync_metadata.finish_load('a1', '%s', '[]')".formatted(hostile));
    attacker.run("SELECT sync_metadata.retire_table('a1', '%s')".formatted(hostile));
    assertThat(
            attacker.fails(
                "SELECT sync_metadata.add_column('a1', 'chat', '{\"name\": \"n\", \"type\":"
                    + " \"text DEFAULT pg_temp.steal()\"}', '{}')"))
        .isEqualTo("0A000");
  }

  @Test
  void triggerOnTheArchiveRunsNothingAtTheEndOfALoad() throws SQLException {
    attacker.run(
        "SELECT sync_metadata.begin_load('a1', 'late', 'late',"
            + " '[{\"name\": \"id\", \"type\": \"bigint\"}]', '[\"id\"]', '{}')");
    attacker.run("INSERT INTO client_a1.late VALUES (1, 5, '7', NULL), (1, NULL, NULL, NULL)");
    clusters.admin.run("GRANT ALL ON client_a1._sync_archive TO " + clusters.roleA);
    attacker.run(
        "CREATE FUNCTION pg_temp.on_archive() RETURNS trigger LANGUAGE plpgsql AS"
            + " $$ BEGIN PERFORM pg_temp.steal(); RETURN NEW; END $$");
    attacker.run(
        "CREATE TRIGGER steal BEFORE INSERT ON client_a1._sync_archive"
            + " FOR EACH ROW EXECUTE FUNCTION pg_temp.on_archive()");
    assertThat(attacker.fails("SELECT sync_metadata.finish_load('a1', 'late', '[]')"))
        .isEqualTo("42501");
    clusters.admin.run("DROP TRIGGER steal ON client_a1._sync_archive");
  }

  @Test
  void everyFunctionHasAFixedSearchPathAndIsNotForEverybody() throws SQLException {
    String functions =
        "SELECT proname FROM pg_proc p WHERE pronamespace = 'sync_metadata'::regnamespace AND ";
    assertThat(
            clusters.admin.all(
                functions
                    + "NOT coalesce('search_path=pg_catalog, pg_temp' = ANY (proconfig), false)"))
        .isEmpty();
    assertThat(clusters.admin.all(functions + "proowner <> 'sync_owner'::regrole")).isEmpty();
    assertThat(
            clusters.admin.all(
                functions + "has_function_privilege('public', oid, 'EXECUTE') ORDER BY 1"))
        .containsExactly("is_administrator", "my_cluster");
  }

  private void callEverything() throws SQLException {
    attacker.run("SELECT sync_metadata.set_plan('a1', 'chat', '{}')");
    attacker.run("SELECT sync_metadata.ensure_indexes('a1', 'chat', '[[\"name\"]]')");
    attacker.run("SELECT sync_metadata.finish_load('a1', 'chat', '[]')");
    attacker.run("SELECT sync_metadata.archive_rows('a1', 'chat', '{\"(0,1)\"}', NULL)");
    attacker.run("SELECT sync_metadata.audit('alpha', 'a1', 'x', 'me', '{}')");
    attacker.run("SELECT sync_metadata.purge('1 year')");
  }
}
