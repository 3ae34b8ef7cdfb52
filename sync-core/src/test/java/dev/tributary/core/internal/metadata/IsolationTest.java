package dev.tributary.core.internal.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.test.PostgresServer;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IsolationTest {
  private static final String DENIED = "42501";

  private static TwoClusters clusters;

  @BeforeAll
  static void install() throws SQLException {
    clusters = new TwoClusters(PostgresServer.shared());
    clusters.table("chat");
    for (Session session : List.of(clusters.a, clusters.b)) {
      session.run(
          """
          WITH me AS (SELECT * FROM sync_metadata.client_deployments),
               host AS (INSERT INTO sync_metadata.hosts (hostname, cluster_name)
                        SELECT 'n1', cluster_name FROM me),
               lease AS (INSERT INTO sync_metadata.leader_election
                           (cluster_name, leader_id, acquired_at, expires_at, term, holder)
                         SELECT cluster_name, 'n1', now(), now() + interval '1 hour', 1,
                                gen_random_uuid() FROM me),
               state AS (INSERT INTO sync_metadata.state (key, value) VALUES ('k', '1')),
               conflict AS (INSERT INTO sync_metadata.conflict_log
                              (deployment_id, client_name, table_name, record_key, conflict_type)
                            SELECT deployment_id, client_name, 't', '1', 'no_base' FROM me),
               bad AS (INSERT INTO sync_metadata.quarantine
                         (deployment_id, client_name, table_name, record_key, reason)
                       SELECT deployment_id, client_name, 't', '1', 'why' FROM me),
               ddl AS (INSERT INTO sync_metadata.source_schemas (deployment_id, schema_epoch, content)
                       SELECT deployment_id, 'e', '{}' FROM me)
          INSERT INTO sync_metadata.sync_jobs (deployment_id, client_name)
          SELECT deployment_id, client_name FROM me
          """);
      session.run(
          "INSERT INTO sync_metadata.sync_progress (job_id, table_name)"
              + " SELECT job_id, 't' FROM sync_metadata.sync_jobs");
    }
  }

  @AfterAll
  static void drop() throws SQLException {
    clusters.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hosts",
        "client_deployments",
        "leader_election",
        "leader_history",
        "state",
        "sync_jobs",
        "sync_progress",
        "conflict_log",
        "quarantine",
        "source_schemas",
        "cluster_roles",
        "v_cluster_health",
        "v_sync_status",
        "v_active_sync_jobs",
        "v_recent_conflicts"
      })
  void roleSeesItsOwnClusterAlone(String relation) throws SQLException {
    String count = "SELECT count(*) FROM sync_metadata." + relation;
    assertThat(clusters.a.one(count)).isEqualTo("1");
    assertThat(clusters.b.one(count)).isEqualTo("1");
    assertThat(clusters.admin.one(count)).isEqualTo("2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"state_entries", "cache_events"})
  void entriesAreTheRowsOfTheClusterAndItsSchedules(String view) throws SQLException {
    String count = "SELECT count(*) FROM sync_metadata." + view;
    assertThat(clusters.a.one(count)).isEqualTo("2");
    assertThat(clusters.b.one(count)).isEqualTo("2");
    assertThat(clusters.admin.one(count)).isEqualTo("4");
  }

  @Test
  void plansAndAuditOfOthersAreHidden() throws SQLException {
    for (String table : List.of("table_plans", "audit_log")) {
      String count = "SELECT count(*) FROM sync_metadata." + table;
      assertThat(clusters.a.one(count)).isNotEqualTo("0");
    }
    assertThat(clusters.b.one("SELECT count(*) FROM sync_metadata.table_plans")).isEqualTo("0");
    assertThat(clusters.b.all("SELECT DISTINCT cluster_name FROM sync_metadata.audit_log"))
        .containsExactly("beta");
  }

  @Test
  void settingsOfTheSessionOpenNothing() throws SQLException {
    clusters.a.run("SELECT set_config('app.current_host_id', '%s', false)".formatted(hostOfBeta()));
    clusters.a.run("SELECT set_config('app.current_cluster_name', 'beta', false)");
    assertThat(clusters.a.all("SELECT cluster_name FROM sync_metadata.hosts"))
        .containsExactly("alpha");
  }

  private static String hostOfBeta() throws SQLException {
    return clusters.admin.one("SELECT host_id FROM sync_metadata.hosts WHERE cluster_name='beta'");
  }

  @Test
  void nothingCanBeWrittenIntoAnotherCluster() throws SQLException {
    Session a = clusters.a;
    String betas =
        clusters.admin.one(
            "SELECT deployment_id FROM sync_metadata.client_deployments WHERE client_name = 'b1'");
    assertThat(
            a.fails(
                "INSERT INTO sync_metadata.hosts (hostname, cluster_name) VALUES ('x', 'beta')"))
        .isEqualTo(DENIED);
    assertThat(
            a.fails(
                "INSERT INTO sync_metadata.sync_jobs (deployment_id, client_name) VALUES ('"
                    + betas
                    + "', 'b1')"))
        .isEqualTo(DENIED);
    assertThat(a.fails("UPDATE sync_metadata.hosts SET cluster_name = 'beta'")).isEqualTo(DENIED);
    assertThat(
            a.update(
                "UPDATE sync_metadata.leader_election SET expires_at = now() + interval '1 day'"
                    + " WHERE cluster_name = 'beta'"))
        .isZero();
    assertThat(a.fails("INSERT INTO sync_metadata.state (cluster_name, key) VALUES ('beta', 'x')"))
        .isEqualTo(DENIED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "register_client('beta', 'x', 'client_x', '/x', '{}')",
        "begin_load('b1', 't', 't', '[{\"name\":\"id\",\"type\":\"text\"}]', '[\"id\"]', '{}')",
        "finish_load('b1', 't', '[]')",
        "add_column('b1', 't', '{\"name\":\"id\",\"type\":\"text\"}', '{}')",
        "retire_column('b1', 't', 'id', '{}')",
        "retire_table('b1', 't')",
        "set_plan('b1', 't', '{}')",
        "ensure_indexes('b1', 't', '[]')",
        "archive_rows('b1', 't', '{}', NULL)",
        "deregister_client('b1', false)",
        "deregister_cluster('beta')",
        "deregister_cluster('beta', 'node')",
        "move_client('a1', 'beta')",
        "move_client('b1', 'alpha')",
        "confirm_hold('b1')",
        "rename_client('b1', 'x', NULL)",
        "relocate_client('b1', '/x')",
        "unstick_cluster('beta')",
        "live_nodes('beta')",
        "rows_of_cluster('beta')",
        "rename_schema('client_b1', 'x')",
        "bind_role('alpha', 'postgres')",
        "audit('beta', 'b1', 'x', 'me', '{}')",
      })
  void functionsServeTheCallersClusterAlone(String call) {
    assertThat(clusters.a.fails("SELECT sync_metadata." + call)).isEqualTo(DENIED);
  }

  @Test
  void anUnknownClientAndAnothersLookTheSame() {
    String foreign = clusters.a.complains("SELECT sync_metadata.retire_table('b1', 't')");
    String unknown = clusters.a.complains("SELECT sync_metadata.retire_table('zz', 't')");
    assertThat(foreign.replace("client b1 ", "client zz ")).isEqualTo(unknown);
  }

  @Test
  void takenNamesAreNamedWithinTheClusterOnly() {
    String call = "SELECT sync_metadata.register_client('%s', '%s', '%s', '%s', '{}')";
    Session a = clusters.a;
    assertThat(a.complains(call.formatted("alpha", "a1", "s", "/s")))
        .contains("name a1 is already taken by client a1 of cluster alpha");
    assertThat(a.complains(call.formatted("alpha", "a2", "client_a1", "/s")))
        .contains("schema client_a1 is already taken by client a1");
    assertThat(a.complains(call.formatted("alpha", "a2", "s", "/data/a1.db")))
        .contains("source /data/a1.db is already taken by client a1");
    assertThat(a.complains(call.formatted("alpha", "b1", "s", "/s")))
        .contains("already taken by another cluster")
        .doesNotContain("beta");
    assertThat(a.fails(call.formatted("alpha", "a2", "public", "/s"))).isEqualTo("42P06");
    assertThat(a.fails(call.formatted("alpha", "a2", "pg_x", "/s"))).isNotEmpty();
    assertThat(a.fails(call.formatted("alpha", "a2", "x".repeat(64), "/s"))).isEqualTo("42602");
    assertThat(a.fails(call.formatted("alpha", "A 2", "s", "/s"))).isEqualTo("42602");
  }

  @Test
  void anothersClientSchemaIsClosed() {
    assertThat(clusters.b.fails("SELECT * FROM client_a1.chat")).isEqualTo(DENIED);
    assertThat(clusters.b.fails("SELECT * FROM client_a1._sync_archive")).isEqualTo(DENIED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "DELETE FROM client_a1.chat",
        "TRUNCATE client_a1.chat",
        "DROP TABLE client_a1.chat",
        "ALTER TABLE client_a1.chat ADD x text",
        "ALTER TABLE client_a1.chat DISABLE TRIGGER ALL",
        "CREATE INDEX ON client_a1.chat (id)",
        "CREATE TABLE client_a1.x (id text)",
        "DROP SCHEMA client_a1 CASCADE",
        "DELETE FROM client_a1._sync_archive",
        "UPDATE client_a1._sync_archive SET row_image = '{}'",
        "DELETE FROM sync_metadata.leader_election",
        "DELETE FROM sync_metadata.sync_jobs",
        "TRUNCATE sync_metadata.sync_jobs CASCADE",
        "DROP TABLE sync_metadata.sync_jobs",
        "ALTER TABLE sync_metadata.hosts DISABLE ROW LEVEL SECURITY",
        "CREATE TABLE sync_metadata.x (id text)",
        "CREATE SCHEMA x",
        "SET ROLE sync_owner",
        "CREATE ROLE x",
      })
  void roleItselfCannotRemoveOrChangeTables(String sql) {
    assertThat(clusters.a.fails(sql)).isEqualTo(DENIED);
  }

  @Test
  void clientCannotBePointedAtAnotherSchema() {
    for (String change :
        List.of(
            "target_schema = 'sync_metadata'",
            "target_schema = 'client_b1x'",
            "client_name = 'z'",
            "hash_seed = 1")) {
      assertThat(clusters.a.fails("UPDATE sync_metadata.client_deployments SET " + change))
          .isNotEmpty();
    }
    assertThat(clusters.a.fails("UPDATE sync_metadata.client_deployments SET sync_enabled = true"))
        .isEmpty();
  }
}
