package dev.tributary.core.internal.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.test.PostgresServer;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A node's role tries to have its own code run with the owner's rights. */
class DefinerAttacksTest {
  private static final String LOOT =
      "INSERT INTO sync_metadata.cluster_roles VALUES ('loot', 'beta')";

  private static TwoClusters clusters;
  private Session attacker;
  private Optional<String> hung = Optional.empty();

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
    unhang();
    attacker.close();
    assertThat(
            clusters.admin.update(
                "DELETE FROM sync_metadata.cluster_roles WHERE role_name = 'loot'"))
        .isZero();
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
    hang("BEFORE INSERT", "client_a1._sync_archive");
    assertThat(attacker.fails("SELECT sync_metadata.finish_load('a1', 'late', '[]')"))
        .isEqualTo("42501");
  }

  /** Whoever changes a mirror by hand has the drift trigger write as the owner. */
  @Test
  void triggerOnTheDriftLogRunsNothingWhenAMirrorIsChanged() throws SQLException {
    attacker.run("INSERT INTO client_a1.chat VALUES ('drift', 'x', 5, '7', NULL)");
    clusters.admin.run("GRANT ALL ON client_a1.chat TO " + clusters.roleA);
    hang("BEFORE INSERT", "client_a1._sync_drift");
    for (String change :
        List.of(
            "UPDATE client_a1.chat SET name = 'y' WHERE id = 'drift'", "TRUNCATE client_a1.chat")) {
      assertThat(attacker.complains(change))
          .contains("trigger steal on client_a1._sync_drift would run code of role");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"source_schemas", "sync_jobs", "sync_progress", "conflict_log", "quarantine"})
  void triggerOnWhatHangsOnAClientRunsNothingAtItsFarewell(String table) throws SQLException {
    String client = "bye_" + table;
    attacker.run(
        """
        SELECT sync_metadata.register_client('alpha', '%1$s', 'client_%1$s', '/data/%1$s.db', '{}');
        WITH me AS (SELECT deployment_id AS id FROM sync_metadata.client_deployments
                     WHERE client_name = '%1$s'),
             ddl AS (INSERT INTO sync_metadata.source_schemas (deployment_id, schema_epoch, content)
                     SELECT id, 'e', '{}' FROM me),
             conflict AS (INSERT INTO sync_metadata.conflict_log
                            (deployment_id, client_name, table_name, record_key, conflict_type)
                          SELECT id, '%1$s', 't', '1', 'no_base' FROM me),
             bad AS (INSERT INTO sync_metadata.quarantine
                       (deployment_id, client_name, table_name, record_key, reason)
                     SELECT id, '%1$s', 't', '1', 'why' FROM me)
        INSERT INTO sync_metadata.sync_jobs (deployment_id, client_name) SELECT id, '%1$s' FROM me;
        INSERT INTO sync_metadata.sync_progress (job_id, table_name)
        SELECT job_id, 't' FROM sync_metadata.sync_jobs WHERE client_name = '%1$s'
        """
            .formatted(client));
    hang("BEFORE DELETE", "sync_metadata." + table);
    String farewell = "SELECT sync_metadata.deregister_client('" + client + "', %s)";
    assertThat(attacker.fails(farewell.formatted("false"))).isEqualTo("42501");
    unhang();
    clusters.admin.run(farewell.formatted("true"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"cluster_roles", "audit_log"})
  void triggerRunsNothingWhenAnAdministratorBindsARole(String table) throws SQLException {
    hang("BEFORE INSERT OR DELETE", "sync_metadata." + table);
    for (String act : List.of("bind_role('beta', '%s')", "unbind_role('%s')")) {
      assertThat(clusters.admin.complains("SELECT sync_metadata." + act.formatted(clusters.roleB)))
          .contains("trigger steal on sync_metadata." + table);
    }
  }

  /** The function is PostgreSQL's own, and so above suspicion; the condition is the attacker's. */
  @Test
  void conditionOfATriggerRunsNothing() throws SQLException {
    clusters.admin.run("GRANT ALL ON sync_metadata.audit_log TO " + clusters.roleA);
    attacker.run(
        "CREATE TRIGGER steal BEFORE INSERT ON sync_metadata.audit_log FOR EACH ROW"
            + " WHEN (NOT pg_temp.steal()) EXECUTE FUNCTION suppress_redundant_updates_trigger()");
    hung = Optional.of("sync_metadata.audit_log");
    assertThat(attacker.complains("SELECT sync_metadata.audit('alpha', 'a1', 'x', 'me', '{}')"))
        .contains("trigger steal on sync_metadata.audit_log");
  }

  /** With the most that a generous administrator may have granted on the table. */
  private void hang(String when, String table) throws SQLException {
    clusters.admin.run("GRANT ALL ON " + table + " TO " + clusters.roleA);
    attacker.run(
        """
        CREATE FUNCTION pg_temp.on_row() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN
             IF to_jsonb(NEW) ->> 'role_name' IS DISTINCT FROM 'loot' THEN
               BEGIN %s; EXCEPTION WHEN insufficient_privilege THEN NULL; END;
             END IF;
             RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
           END $$
        """
            .formatted(LOOT));
    attacker.run(
        "CREATE TRIGGER steal %s ON %s FOR EACH ROW EXECUTE FUNCTION pg_temp.on_row()"
            .formatted(when, table));
    hung = Optional.of(table);
  }

  private void unhang() throws SQLException {
    if (hung.isPresent()) {
      clusters.admin.run("DROP TRIGGER IF EXISTS steal ON " + hung.get());
      clusters.admin.run(
          "REVOKE TRIGGER, TRUNCATE, DELETE ON %s FROM %s".formatted(hung.get(), clusters.roleA));
      hung = Optional.empty();
    }
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
