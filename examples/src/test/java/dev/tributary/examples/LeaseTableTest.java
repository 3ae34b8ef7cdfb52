package dev.tributary.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.api.ClusterName;
import dev.tributary.api.Leadership;
import dev.tributary.api.NodeId;
import dev.tributary.core.MetadataSchema;
import dev.tributary.election.DirectConnections;
import dev.tributary.election.ElectionSchema;
import dev.tributary.election.PostgresLeaderElector;
import dev.tributary.test.PostgresServer;
import dev.tributary.test.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An application that uses the election alone gets the same lease table as one that uses all. */
final class LeaseTableTest {
  private static final String FUNCTIONS =
      """
      SELECT p.proname || regexp_replace(p.prosrc, '\\s+', ' ', 'g') FROM pg_proc p
       WHERE p.pronamespace = 'sync_metadata'::regnamespace
         AND p.proname IN ('fence', 'check_lease_change', 'check_lease_start') ORDER BY 1
      """;
  private static final String COLUMNS =
      """
      SELECT attrelid::regclass || ' ' || attname || ' ' || format_type(atttypid, atttypmod) || ' '
             || attnotnull
        FROM pg_attribute WHERE attnum > 0 AND attrelid IN ('sync_metadata.leader_election'::regclass,
             'sync_metadata.leader_history'::regclass) ORDER BY attrelid::regclass::text, attname
      """;

  @Test
  void bothInstallationsHaveTheSameTableAndTheSameFence() throws SQLException {
    try (TestDatabase all = PostgresServer.shared().newDatabase();
        TestDatabase alone = PostgresServer.shared().newDatabase()) {
      MetadataSchema.of(all.connections()).install();
      ElectionSchema.install(all.connections());
      ElectionSchema.install(alone.connections());
      ElectionSchema.install(alone.connections());
      assertThat(rows(alone, FUNCTIONS)).hasSize(3).isEqualTo(rows(all, FUNCTIONS));
      assertThat(rows(alone, COLUMNS)).isNotEmpty().isEqualTo(rows(all, COLUMNS));
    }
  }

  @Test
  void roleOfANodeLeadsWithTheWholeSchema() throws Exception {
    try (TestDatabase database = PostgresServer.shared().newDatabase()) {
      ClusterName cluster = new ClusterName("prod");
      String role = "leads_" + database.name();
      MetadataSchema schema = MetadataSchema.of(database.connections());
      schema.install();
      schema.createRole(cluster, role, "only-for-this-test");
      DirectConnections own =
          DirectConnections.to(database.jdbcUrl(), role, () -> "only-for-this-test");
      try (PostgresLeaderElector elector =
          PostgresLeaderElector.builder()
              .node(new NodeId("a"))
              .cluster(cluster)
              .connections(own)
              .start()) {
        Leadership leadership = elector.await(Duration.ofSeconds(20));
        assertThat(leadership.<Integer>callFenced(c -> 7)).isEqualTo(7);
        String unstick = "SELECT sync_metadata.unstick_cluster('prod')";
        assertThat(rows(database, unstick)).containsExactly("2");
        assertThat(elector.current().filter(l -> l.token().term() == 2)).isEmpty();
      }
    }
  }

  private static List<String> rows(TestDatabase database, String sql) throws SQLException {
    try (Connection connection = database.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      List<String> rows = new ArrayList<>();
      while (row.next()) {
        rows.add(row.getString(1));
      }
      return rows;
    }
  }
}
