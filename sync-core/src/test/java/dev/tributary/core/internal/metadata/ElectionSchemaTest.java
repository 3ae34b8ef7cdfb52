package dev.tributary.core.internal.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.api.ClusterName;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.LeaderElector;
import dev.tributary.api.Leadership;
import dev.tributary.api.NodeId;
import dev.tributary.test.PostgresServer;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ElectionSchemaTest {
  private static final String FENCED_OUT = "TB001";
  private static final String ME = "00000000-0000-0000-0000-00000000000a";
  private static final String OTHER = "00000000-0000-0000-0000-00000000000b";

  private static TwoClusters clusters;
  private Session a;

  @BeforeAll
  static void install() throws SQLException {
    clusters = new TwoClusters(PostgresServer.shared());
  }

  @AfterAll
  static void drop() throws SQLException {
    clusters.close();
  }

  @BeforeEach
  void termOne() throws SQLException {
    a = clusters.a;
    clusters.admin.run("DELETE FROM sync_metadata.leader_election");
    clusters.admin.run("DELETE FROM sync_metadata.leader_history");
    a.run(
        """
        INSERT INTO sync_metadata.leader_election
          (cluster_name, leader_id, acquired_at, expires_at, term, holder)
        VALUES ('alpha', 'n1', now(), now() + interval '1 hour', 1, '%s')
        """
            .formatted(ME));
  }

  private static String fence(int term, String holder) {
    return "SELECT sync_metadata.fence('alpha', %d, '%s')".formatted(term, holder);
  }

  private static String change(String set) {
    return "UPDATE sync_metadata.leader_election SET " + set;
  }

  @Test
  void fencePassesTheHolderOfTheTermAlone() throws SQLException {
    assertThat(a.fails(fence(1, ME))).isEmpty();
    assertThat(a.fails(fence(1, OTHER))).isEqualTo(FENCED_OUT);
    assertThat(a.fails(fence(0, ME))).isEqualTo(FENCED_OUT);
    assertThat(a.fails(fence(2, ME))).isEqualTo(FENCED_OUT);
    assertThat(clusters.b.fails(fence(1, ME))).isEqualTo(FENCED_OUT);
  }

  @Test
  void fenceStopsAnOlderTermAndAnExpiredLease() throws SQLException {
    a.run(change("term = 2, holder = '" + OTHER + "'"));
    assertThat(a.fails(fence(1, ME))).isEqualTo(FENCED_OUT);
    assertThat(a.fails(fence(2, OTHER))).isEmpty();
    a.run(
        change(
            "acquired_at = now() - interval '2 s', expires_at = clock_timestamp()"
                + " - interval '1 microsecond'"));
    assertThat(a.fails(fence(2, OTHER))).isEqualTo(FENCED_OUT);
  }

  @Test
  void fencedCommitIsNotWrittenWhenTheTermIsOver() throws SQLException {
    a.run(change("term = 2, holder = '" + OTHER + "'"));
    assertThat(
            a.fails(
                "BEGIN; INSERT INTO sync_metadata.state (key) VALUES ('stale'); "
                    + fence(1, ME)
                    + "; COMMIT"))
        .isEqualTo(FENCED_OUT);
    a.run("ROLLBACK");
    assertThat(a.all("SELECT 1 FROM sync_metadata.state WHERE key = 'stale'")).isEmpty();
  }

  @Test
  void fenceHoldsATakeoverBackButNotAHeartbeat() throws SQLException {
    try (Session fenced = clusters.as(clusters.roleA)) {
      fenced.run("BEGIN");
      fenced.run(fence(1, ME));
      a.run("SET lock_timeout = '50 ms'");
      assertThat(a.fails(change("beat = beat + 1, renewed_at = now()"))).isEmpty();
      assertThat(a.fails(change("term = 2, holder = '" + OTHER + "'"))).isEqualTo("55P03");
      fenced.run("COMMIT");
      assertThat(a.fails(change("term = 2, holder = '" + OTHER + "'"))).isEmpty();
    } finally {
      a.run("RESET lock_timeout");
    }
  }

  @Test
  void termsGrowByOneAndANewHolderNeedsANewTerm() throws SQLException {
    assertThat(a.fails(change("term = 0"))).isEqualTo(FENCED_OUT);
    assertThat(a.fails(change("term = 3"))).isEqualTo(FENCED_OUT);
    assertThat(a.fails(change("holder = '" + OTHER + "'"))).isEqualTo(FENCED_OUT);
    assertThat(a.fails(change("holder = NULL"))).isEmpty();
    assertThat(a.fails(change("holder = '" + OTHER + "'"))).isEqualTo(FENCED_OUT);
    assertThat(a.fails(change("term = 2, holder = '" + OTHER + "'"))).isEmpty();
    assertThat(a.all("SELECT term FROM sync_metadata.leader_history ORDER BY 1"))
        .containsExactly("1", "2");
  }

  @Test
  void deletedLeaseStartsAboveTheTermsThatWereUsed() throws SQLException {
    a.run(change("term = 2, holder = '" + OTHER + "'"));
    clusters.admin.run(
        "DELETE FROM sync_metadata.leader_election WHERE cluster_name='alpha'"); // as printed
    String insert =
        "INSERT INTO sync_metadata.leader_election"
            + " (cluster_name, leader_id, acquired_at, expires_at, term, holder)"
            + " VALUES ('alpha', 'n1', now(), now() + interval '1 hour', %d, %s)";
    for (int used = 0; used <= 2; used++) {
      assertThat(a.fails(insert.formatted(used, "'" + ME + "'"))).isEqualTo(FENCED_OUT);
    }
    assertThat(a.fails(insert.formatted(1, "NULL"))).isEqualTo(FENCED_OUT);
    assertThat(a.fails(insert.formatted(2, "NULL"))).isEmpty();
    clusters.admin.run("DELETE FROM sync_metadata.leader_election");
    assertThat(a.fails(insert.formatted(3, "'" + ME + "'"))).isEmpty();
    assertThat(a.fails(insert.formatted(0, "NULL") + " ON CONFLICT DO NOTHING")).isEmpty();
  }

  @Test
  void unstickFreesALeaseThatItsHolderKeeps() throws SQLException {
    assertThat(a.one("SELECT sync_metadata.unstick_cluster('alpha')")).isEqualTo("2");
    assertThat(a.fails(fence(1, ME))).isEqualTo(FENCED_OUT);
    assertThat(a.fails(fence(2, ME))).isEqualTo(FENCED_OUT);
    assertThat(
            a.one(
                "SELECT term || ' ' || (holder IS NULL) || ' ' || (expires_at < clock_timestamp())"
                    + " FROM sync_metadata.leader_election"))
        .isEqualTo("2 true true");
    assertThat(a.fails(change("term = 3, holder = '" + OTHER + "'"))).isEmpty();
    assertThat(
            clusters.admin.one(
                "SELECT details ->> 'term' FROM sync_metadata.audit_log"
                    + " WHERE action = 'unstick_cluster' ORDER BY at DESC LIMIT 1"))
        .isEqualTo("1");
  }

  @Test
  void unstickIsForTheOwnClusterAndForALeaseThatIsThere() throws SQLException {
    String unstick = "SELECT sync_metadata.unstick_cluster('alpha')";
    assertThat(clusters.b.fails(unstick)).isEqualTo("42501");
    clusters.admin.run("DELETE FROM sync_metadata.leader_election");
    assertThat(a.fails(unstick)).isEqualTo("P0002");
  }

  /** Else each heartbeat would leave work for vacuum. */
  @Test
  void nothingThatAHeartbeatChangesIsIndexed() throws SQLException {
    assertThat(
            clusters.admin.all(
                """
                SELECT a.attname FROM pg_index i
                  JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)
                 WHERE i.indrelid = 'sync_metadata.leader_election'::regclass ORDER BY 1
                """))
        .containsExactly("cluster_name", "cluster_name", "term");
  }

  /** The same for nodes and for the schedule, which each run moves. */
  @Test
  void neitherTheHeartbeatOfANodeNorARunTouchesAnIndex() throws SQLException {
    a.run("INSERT INTO sync_metadata.hosts (hostname, cluster_name) VALUES ('hot', 'alpha')");
    assertThat(
            indexFreeUpdates(
                "hosts",
                "last_heartbeat = clock_timestamp(), status = 'maintenance', metadata = '{\"a\": 1}'"))
        .isEqualTo("1 of 1");
    assertThat(
            indexFreeUpdates(
                "client_deployments",
                "next_sync_at = now(), last_sync_at = now(), last_scan_at = now(), fingerprint ="
                    + " 'f', last_sync_status = 'success', last_error = 'e', sync_enabled = true,"
                    + " schema_epoch = 's', state_epoch = gen_random_uuid(), timeline = 1"))
        .isEqualTo("1 of 1");
    clusters.admin.run("DELETE FROM sync_metadata.hosts");
  }

  private String indexFreeUpdates(String table, String change) throws SQLException {
    a.run("BEGIN; UPDATE sync_metadata." + table + " SET " + change);
    try {
      return a.one(
          """
          SELECT pg_stat_get_xact_tuples_hot_updated(t) || ' of ' || pg_stat_get_xact_tuples_updated(t)
            FROM (SELECT 'sync_metadata.%s'::regclass AS t) AS tables
          """
              .formatted(table));
    } finally {
      a.run("ROLLBACK");
    }
  }

  @Test
  void heartbeatCountShowsTheBeat() throws SQLException {
    a.run(change("beat = 7"));
    assertThat(a.one("SELECT heartbeat_count FROM sync_metadata.leader_election")).isEqualTo("7");
  }

  @Test
  void electorOfTheApiLeadsAsTheServiceRole() throws Exception {
    clusters.admin.run("DELETE FROM sync_metadata.leader_election");
    try (LeaderElector elector = elector(clusters.roleA, "n1")) {
      Leadership leadership = elector.await(Duration.ofSeconds(10));
      assertThat(leadership.token().term()).isEqualTo(2);
      assertThat(leadership.<String>callFenced(connection -> "done")).isEqualTo("done");
      a.run("INSERT INTO sync_metadata.hosts (hostname, cluster_name) VALUES ('n1', 'alpha')");
      a.run("INSERT INTO sync_metadata.hosts (hostname, cluster_name) VALUES ('n2', 'alpha')");
      assertThat(
              a.all(
                  "SELECT hostname || ' ' || leader_status || ' ' || status || ' ' || fencing_token"
                      + " FROM sync_metadata.v_cluster_health ORDER BY 1"))
          .containsExactly("n1 leader active 2", "n2 follower active 2");
    }
  }

  @Test
  void roleOfAnotherClusterCannotLead() {
    try (LeaderElector elector = elector(clusters.roleB, "n9")) {
      assertThatThrownBy(() -> elector.await(Duration.ofSeconds(1)))
          .isInstanceOf(ConfigurationInvalid.class);
    }
  }

  @Test
  void leaderWithoutAHostRowIsShownOnce() throws SQLException {
    clusters.admin.run("DELETE FROM sync_metadata.hosts");
    clusters.admin.run("DELETE FROM sync_metadata.leader_election");
    a.run(
        "INSERT INTO sync_metadata.leader_election"
            + " (cluster_name, leader_id, acquired_at, expires_at, term, holder)"
            + " VALUES ('alpha', 'cli', now(), now() + interval '1 h', 2, '"
            + ME
            + "')");
    assertThat(a.all("SELECT hostname || ' ' || leader_status FROM sync_metadata.v_cluster_health"))
        .containsExactly("cli leader");
  }

  private static LeaderElector elector(String role, String node) {
    return LeaderElector.single(
        new NodeId(node),
        new ClusterName("alpha"),
        () -> clusters.database.connectAs(role, TwoClusters.PASSWORD));
  }
}
