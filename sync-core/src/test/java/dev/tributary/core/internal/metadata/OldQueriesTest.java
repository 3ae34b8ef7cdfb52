package dev.tributary.core.internal.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.test.PostgresServer;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The queries and clean-up snippets of the prototype's front page, word for word. */
class OldQueriesTest {
  private static TwoClusters clusters;

  @BeforeAll
  static void install() throws SQLException {
    clusters = new TwoClusters(PostgresServer.shared());
    clusters.a.run(
        """
        INSERT INTO sync_metadata.hosts (hostname, cluster_name, last_heartbeat) VALUES
          ('node-a', 'alpha', now() - interval '10 minutes'),
          ('node-b', 'alpha', now() - interval '3 minutes')
        """);
    clusters.a.run(
        """
        INSERT INTO sync_metadata.leader_election
          (cluster_name, leader_id, acquired_at, expires_at, term, holder)
        VALUES ('alpha', 'node-b', now() - interval '1 h', now() - interval '3 minutes', 1,
                gen_random_uuid())
        """);
  }

  @AfterAll
  static void drop() throws SQLException {
    clusters.close();
  }

  @Test
  void leaderAndItsLease() throws SQLException {
    assertThat(
            clusters.a.one(
                """
                SELECT status FROM (
                SELECT leader_id, expires_at,
                       CASE WHEN expires_at > NOW() THEN 'active' ELSE 'expired' END as status
                FROM sync_metadata.leader_election
                WHERE cluster_name = 'alpha') q
                """))
        .isEqualTo("expired");
  }

  @Test
  void clusterHealth() throws SQLException {
    assertThat(
            clusters.a.all(
                """
                SELECT hostname, leader_status, leader_lease_expires,
                       seconds_since_heartbeat
                FROM sync_metadata.v_cluster_health
                WHERE cluster_name = 'alpha'
                """))
        .containsExactlyInAnyOrder("node-a", "node-b");
    assertThat(
            clusters.a.all(
                "SELECT status || ' ' || leader_status FROM sync_metadata.v_cluster_health"
                    + " ORDER BY hostname"))
        .containsExactly("offline follower", "degraded follower");
  }

  @Test
  void alertsForLeaseAndHeartbeat() throws SQLException {
    assertThat(
            clusters.a.all(
                """
                SELECT cluster_name, leader_id, expires_at
                FROM sync_metadata.leader_election
                WHERE expires_at < NOW() - INTERVAL '2 minutes'
                """))
        .containsExactly("alpha");
    assertThat(
            clusters.a.all(
                """
                SELECT hostname, cluster_name, last_heartbeat,
                       EXTRACT(EPOCH FROM (NOW() - last_heartbeat))::INTEGER as seconds_since_heartbeat
                FROM sync_metadata.hosts
                WHERE last_heartbeat < NOW() - INTERVAL '5 minutes'
                """))
        .containsExactly("node-a");
    assertThat(
            clusters.a.all(
                """
                SELECT hostname, cluster_name, status, last_heartbeat
                FROM sync_metadata.hosts
                WHERE last_heartbeat < NOW() - INTERVAL '5 minutes'
                """))
        .containsExactly("node-a");
  }

  @Test
  void conflictsOfOneClient() throws SQLException {
    clusters.a.run(
        """
        INSERT INTO sync_metadata.conflict_log
          (deployment_id, client_name, table_name, record_key, conflict_type)
        SELECT deployment_id, client_name, 't', '1', 'update_conflict'
          FROM sync_metadata.client_deployments
        """);
    assertThat(
            clusters.a.all(
                """
                SELECT * FROM sync_metadata.conflict_log
                WHERE client_id='a1'
                ORDER BY detected_at DESC LIMIT 20
                """))
        .hasSize(1);
  }

  @Test
  void hostThatDiedIsCleanedUpWithItsLease() throws SQLException {
    Session admin = clusters.admin;
    admin.run(
        "INSERT INTO sync_metadata.hosts (hostname, cluster_name) VALUES ('x', 'old'), ('y', 'old')");
    admin.run(
        "INSERT INTO sync_metadata.leader_election (cluster_name, leader_id, acquired_at, expires_at)"
            + " VALUES ('old', 'x', now(), now() + interval '60 seconds')");
    admin.run("DELETE FROM sync_metadata.hosts WHERE hostname = 'x'");
    assertThat(lease()).isEqualTo("1");
    admin.run("DELETE FROM sync_metadata.hosts WHERE cluster_name = 'old'");
    assertThat(admin.one("SELECT COUNT(*) FROM sync_metadata.hosts WHERE cluster_name = 'old'"))
        .isEqualTo("0");
    assertThat(lease()).isEqualTo("0");
  }

  private static String lease() throws SQLException {
    return clusters.admin.one(
        "SELECT COUNT(*) FROM sync_metadata.leader_election WHERE cluster_name = 'old'");
  }
}
