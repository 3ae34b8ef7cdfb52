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

/** The grants that the old instructions print, and worse ones. */
class GenerousGrantsTest {
  private static TwoClusters clusters;

  @BeforeAll
  static void install() throws SQLException {
    clusters = new TwoClusters(PostgresServer.shared());
    clusters.table("chat");
    clusters.a.run(
        "INSERT INTO sync_metadata.hosts (hostname, cluster_name) VALUES ('n1', 'alpha')");
    clusters.a.run(
        """
        INSERT INTO sync_metadata.leader_election
          (cluster_name, leader_id, acquired_at, expires_at, term, holder)
        VALUES ('alpha', 'n1', now(), now() + interval '1 hour', 1, gen_random_uuid())
        """);
    Session admin = clusters.admin;
    admin.run("GRANT USAGE ON SCHEMA sync_metadata TO " + clusters.roleA);
    admin.run(
        "GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA sync_metadata TO " + clusters.roleA);
    admin.run("GRANT USAGE ON SCHEMA client_a1 TO " + clusters.roleA);
    admin.run(
        "GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA client_a1 TO " + clusters.roleA);
    admin.run("GRANT ALL ON ALL TABLES IN SCHEMA sync_metadata TO " + clusters.roleA);
  }

  @AfterAll
  static void drop() throws SQLException {
    clusters.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "table_plans",
        "audit_log",
        "leader_history",
        "cluster_roles",
        "settings",
        "schema_version",
        "leader_election",
        "hosts",
        "sync_jobs",
        "client_deployments"
      })
  void nothingIsRemoved(String table) throws SQLException {
    String count = "SELECT count(*) FROM sync_metadata." + table;
    String before = clusters.admin.one(count);
    assertThat(clusters.a.update("DELETE FROM sync_metadata." + table)).isZero();
    assertThat(clusters.a.fails("TRUNCATE sync_metadata." + table + " CASCADE")).isEqualTo("42501");
    assertThat(clusters.admin.one(count)).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "table_plans SET target_table = 'x'",
        "audit_log SET actor = 'x'",
        "leader_history SET leader_id = 'x'",
        "cluster_roles SET cluster_name = 'beta'",
        "settings SET value = '0'",
        "schema_version SET title = 'x'",
      })
  void recordsAreNotChanged(String change) throws SQLException {
    assertThat(clusters.a.update("UPDATE sync_metadata." + change)).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cluster_roles VALUES ('postgres', 'alpha')",
        "audit_log (actor, cluster_name, action) VALUES ('x', 'alpha', 'x')",
        "leader_history VALUES ('alpha', 99, 'n1', NULL, now())",
        "settings VALUES ('x', 'x', 'x')",
        "schema_version VALUES (99, 'x')",
        "table_plans (deployment_id, source_table, target_table, key_columns, load_state, plan)"
            + " SELECT deployment_id, 's', 't', '{}', 'ready', '{}'"
            + " FROM sync_metadata.client_deployments",
        "client_deployments (cluster_name, client_name, source_path, target_schema)"
            + " VALUES ('alpha', 'x', '/x', 'client_x')",
      })
  void recordsAreNotInvented(String row) {
    assertThat(clusters.a.fails("INSERT INTO sync_metadata." + row)).isEqualTo("42501");
  }

  @Test
  void stillNothingOfTheOtherClusterIsSeen() throws SQLException {
    for (String table : List.of("client_deployments", "audit_log", "cluster_roles")) {
      assertThat(
              clusters.a.all(
                  "SELECT 1 FROM sync_metadata." + table + " WHERE cluster_name <> 'alpha'"))
          .isEmpty();
    }
  }

  @Test
  void triggerOfACallerNeverRunsAsTheOwner() throws SQLException {
    try (Session attacker = clusters.as(clusters.roleA)) {
      attacker.run(
          """
          CREATE FUNCTION pg_temp.evil() RETURNS trigger LANGUAGE plpgsql AS
          $$ BEGIN INSERT INTO sync_metadata.cluster_roles VALUES ('evil', 'beta'); RETURN NEW; END $$
          """);
      attacker.run(
          "CREATE TRIGGER evil BEFORE INSERT ON sync_metadata.audit_log"
              + " FOR EACH ROW EXECUTE FUNCTION pg_temp.evil()");
      assertThat(attacker.complains("SELECT sync_metadata.set_plan('a1', 'chat', '{}')"))
          .contains("trigger evil on sync_metadata.audit_log would run code of role");
      assertThat(attacker.complains("SELECT sync_metadata.audit('alpha', 'a1', 'x', 'me', '{}')"))
          .contains("trigger evil");
    }
    assertThat(
            clusters.admin.all("SELECT 1 FROM sync_metadata.cluster_roles WHERE role_name='evil'"))
        .isEmpty();
    clusters.admin.run("DROP TRIGGER IF EXISTS evil ON sync_metadata.audit_log");
  }
}
