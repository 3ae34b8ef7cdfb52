package dev.tributary.core.internal.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.test.PostgresServer;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CleanupTest {
  private static TwoClusters clusters;
  private static Session a;
  private static Session admin;

  @BeforeAll
  static void install() throws SQLException {
    clusters = new TwoClusters(PostgresServer.shared());
    a = clusters.a;
    admin = clusters.admin;
  }

  @AfterAll
  static void drop() throws SQLException {
    clusters.close();
  }

  private static String register(String client) {
    return "SELECT sync_metadata.register_client('alpha', '%1$s', 'client_%1$s', '/data/%1$s', '{}')"
        .formatted(client);
  }

  private static String count(String table, String client) throws SQLException {
    return admin.one(
        "SELECT count(*) FROM sync_metadata." + table + " WHERE client_name = ?", client);
  }

  @Test
  void purgeRemovesWhatIsOverAndOldInTheCallersCluster() throws SQLException {
    String jobs =
        """
        INSERT INTO sync_metadata.sync_jobs (deployment_id, client_name, started_at, completed_at,
                                             status)
        SELECT deployment_id, client_name, now() - age, now() - age, 'success'
          FROM sync_metadata.client_deployments,
               unnest('{40 days, 35 days, 20 days}'::interval[]) age
         WHERE client_name = '%s'
        """;
    a.run(jobs.formatted("a1"));
    clusters.b.run(jobs.formatted("b1"));
    a.run(
        """
        INSERT INTO sync_metadata.conflict_log
          (deployment_id, client_name, table_name, record_key, conflict_type, detected_at,
           resolved_at)
        SELECT deployment_id, client_name, 't', k, 'no_base', now() - interval '50 days', at
          FROM sync_metadata.client_deployments,
               (VALUES ('open', NULL), ('old', now() - interval '40 days'), ('new', now())) v (k, at)
         WHERE client_name = 'a1'
        """);
    assertThat(a.one("SELECT sync_metadata.purge('30 days')"))
        .isEqualTo(
            "{\"sync_jobs\": 2, \"quarantine\": 0, \"cache_events\": 0, \"conflict_log\": 1}");
    String old = "sync_jobs WHERE completed_at < now() - interval '30 days' AND client_name = ?";
    assertThat(admin.one("SELECT count(*) FROM sync_metadata." + old, "a1")).isEqualTo("0");
    assertThat(admin.one("SELECT count(*) FROM sync_metadata." + old, "b1")).isEqualTo("2");
    assertThat(a.all("SELECT record_key FROM sync_metadata.conflict_log ORDER BY 1"))
        .containsExactly("new", "open");
    assertThat(a.complains("SELECT sync_metadata.purge('1 day')"))
        .contains("retention.minimum is 7 days");
  }

  @Test
  void deregisteredClientKeepsItsDataUnlessAnAdministratorDropsIt() throws SQLException {
    a.run(register("a2"));
    assertThat(a.fails("SELECT sync_metadata.deregister_client('a2', true)")).isEqualTo("42501");
    a.run("SELECT sync_metadata.deregister_client('a2', false)");
    assertThat(count("client_deployments", "a2")).isEqualTo("0");
    assertThat(admin.fails("SELECT * FROM client_a2._sync_archive")).isEmpty();
    assertThat(a.fails("SELECT * FROM client_a2._sync_archive")).isEqualTo("42501");
    assertThat(a.complains(register("a2"))).contains("client_a2 is there already");
    a.run(register("a3"));
    admin.run("SELECT sync_metadata.deregister_client('a3', true)");
    assertThat(a.fails(register("a3"))).isEmpty();
    a.run("SELECT sync_metadata.deregister_client('a3', false)");
  }

  @Test
  void clusterThatSyncsIsNotDeregistered() throws SQLException {
    TwoClusters own = new TwoClusters(PostgresServer.shared());
    try (own) {
      own.a.run(
          "SELECT sync_metadata.register_client('alpha', 'a2', 'client_a2', '/data/a2', '{}')");
      own.a.run(
          "UPDATE sync_metadata.client_deployments SET sync_enabled = true WHERE client_name = 'a2'");
      assertThat(own.a.complains("SELECT sync_metadata.deregister_cluster('alpha')"))
          .contains("still syncs: a2 (active, last sync never)")
          .contains("pause its sync, move it to another cluster, or deregister it");
      own.a.run("UPDATE sync_metadata.client_deployments SET sync_enabled = false");
      own.a.run("INSERT INTO sync_metadata.hosts (hostname, cluster_name) VALUES ('n', 'alpha')");
      own.a.run(
          "INSERT INTO sync_metadata.sync_jobs (cluster_name, client_name, status)"
              + " VALUES ('alpha', 'not-yet', 'pending')");
      assertThat(own.a.complains("SELECT sync_metadata.deregister_cluster('alpha')"))
          .contains("nodes of cluster alpha still run: n")
          .contains("tributary node stop");
      own.a.run("UPDATE sync_metadata.hosts SET status = 'offline'");
      assertThat(own.a.one("SELECT sync_metadata.deregister_cluster('alpha') -> 'clients'"))
          .isEqualTo("[\"a1\", \"a2\"]");
      assertThat(own.admin.all("SELECT client_name FROM sync_metadata.sync_jobs")).isEmpty();
      assertThat(own.admin.all("SELECT client_name FROM sync_metadata.client_deployments"))
          .containsExactly("b1");
      assertThat(own.admin.all("SELECT 1 FROM sync_metadata.hosts")).isEmpty();
    }
  }

  @Test
  void movedClientBelongsToTheOtherClusterAtOnce() throws SQLException {
    a.run(register("mover"));
    String epoch = epoch();
    admin.run("SELECT sync_metadata.move_client('mover', 'beta')");
    assertThat(epoch()).isNotEqualTo(epoch);
    assertThat(a.fails("SELECT * FROM client_mover._sync_archive")).isEqualTo("42501");
    assertThat(clusters.b.fails("SELECT * FROM client_mover._sync_archive")).isEmpty();
    clusters.b.run("SELECT sync_metadata.deregister_client('mover', false)");
  }

  private static String epoch() throws SQLException {
    return admin.one(
        "SELECT state_epoch FROM sync_metadata.client_deployments WHERE client_name = 'mover'");
  }

  @Test
  void twoJobsOfOneSecondGetNamesOfTheirOwn() throws SQLException {
    String insert =
        "INSERT INTO sync_metadata.sync_jobs (deployment_id, client_name, sync_id)"
            + " SELECT deployment_id, client_name, 'sync_20260101_000000'"
            + " FROM sync_metadata.client_deployments LIMIT 1 RETURNING sync_id";
    assertThat(a.one(insert)).isEqualTo("sync_20260101_000000");
    assertThat(clusters.b.one(insert))
        .matches("sync_\\d{8}_\\d{6}(_\\d{6})?")
        .doesNotContain("20260101");
  }

  @Test
  void endedJobGetsItsEndAndDuration() throws SQLException {
    a.run(
        "INSERT INTO sync_metadata.sync_jobs (deployment_id, client_name, started_at, metadata)"
            + " SELECT deployment_id, client_name, now() - interval '5 s', '{\"t\": 1}'"
            + " FROM sync_metadata.client_deployments WHERE client_name = 'a1'");
    a.run("UPDATE sync_metadata.sync_jobs SET status = 'failed' WHERE metadata ->> 't' = '1'");
    assertThat(
            a.one(
                "SELECT (completed_at IS NOT NULL AND duration_seconds >= 5)::text"
                    + " FROM sync_metadata.sync_jobs WHERE metadata ->> 't' = '1'"))
        .isEqualTo("true");
  }
}
