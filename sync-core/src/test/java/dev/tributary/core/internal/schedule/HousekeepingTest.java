package dev.tributary.core.internal.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.api.ClusterName;
import dev.tributary.api.ConnectionSource;
import dev.tributary.api.LeaderElector;
import dev.tributary.api.Leadership;
import dev.tributary.api.NodeId;
import dev.tributary.core.internal.jdbc.Database;
import dev.tributary.core.internal.metadata.MetadataInstaller;
import dev.tributary.core.internal.metadata.NodeRoles;
import dev.tributary.test.PostgresServer;
import dev.tributary.test.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What a leader does besides syncing, by a clock that the test moves. */
final class HousekeepingTest {
  private static final ClusterName CLUSTER = new ClusterName("default");
  private static final NodeId NODE = new NodeId("keeper");

  private final AtomicLong clock = new AtomicLong(1);

  @Test
  void whatIsOverAndOldGoesOnceADayAndSilentNodesAreMarkedMeanwhile() throws Exception {
    try (TestDatabase database = PostgresServer.shared().newDatabase()) {
      ConnectionSource node = role(database);
      run(database, OLD_THINGS);
      try (LeaderElector elector = LeaderElector.single(NODE, CLUSTER, node)) {
        Leadership leadership = elector.await(Duration.ofSeconds(5));
        Housekeeping housekeeping = housekeeping(node);
        housekeeping.takeOver(leadership);
        housekeeping.ifDue(leadership);
        assertThat(one(database, "SELECT status FROM sync_metadata.hosts")).isEqualTo("offline");
        assertThat(jobs(database)).as("not yet").isEqualTo("2");
        clock.addAndGet(Duration.ofMinutes(11).toNanos());
        housekeeping.ifDue(leadership);
        assertThat(jobs(database)).as("the last one of its client stays").isEqualTo("1");
        run(
            database,
            OLD_THINGS.substring(OLD_THINGS.indexOf("INSERT INTO sync_metadata.sync_jobs")));
        clock.addAndGet(Duration.ofHours(23).toNanos());
        housekeeping.ifDue(leadership);
        assertThat(jobs(database)).isEqualTo("3");
        clock.addAndGet(Duration.ofHours(1).toNanos());
        housekeeping.ifDue(leadership);
        assertThat(jobs(database)).isEqualTo("1");
      }
    }
  }

  private static final String OLD_THINGS =
      """
      INSERT INTO sync_metadata.hosts (hostname, cluster_name, last_heartbeat)
      VALUES ('gone', 'default', now() - interval '1 day');
      INSERT INTO sync_metadata.client_deployments
        (cluster_name, client_name, source_path, target_schema)
      VALUES ('default', 'acme', '/nowhere', 'client_acme');
      INSERT INTO sync_metadata.sync_jobs
        (deployment_id, client_name, status, started_at, completed_at)
      SELECT deployment_id, client_name, 'success', now() - age, now() - age
        FROM sync_metadata.client_deployments,
             unnest(ARRAY['91 days', '100 days']::interval[]) AS age
      """;

  private Housekeeping housekeeping(ConnectionSource node) {
    Database database = new Database(node);
    HostEntry self =
        new HostEntry(NODE, CLUSTER, "box", "this", Optional.empty(), Optional.empty(), "test");
    return new Housekeeping(
        new JobQueue(database, CLUSTER, NODE),
        new HostRows(database, self),
        new Retention(database),
        Duration.ofMinutes(5),
        clock::get);
  }

  private static ConnectionSource role(TestDatabase database) {
    Database administration = new Database(database.connections());
    new MetadataInstaller(administration).install();
    String role = "keeper_" + database.name();
    new NodeRoles(administration).createRole(CLUSTER, role, "secret");
    return () -> database.connectAs(role, "secret");
  }

  private static String jobs(TestDatabase database) throws SQLException {
    return one(database, "SELECT count(*) FROM sync_metadata.sync_jobs");
  }

  private static void run(TestDatabase database, String sql) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String one(TestDatabase database, String sql) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }
}
