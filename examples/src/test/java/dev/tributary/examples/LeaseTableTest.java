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
  private static final String TABLES =
      "('sync_metadata.leader_election'::regclass, 'sync_metadata.leader_history'::regclass)";
  private static final String COLUMNS =
      """
      SELECT a.attrelid::regclass::text || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
             || CASE WHEN a.attnotnull THEN ' not null' ELSE '' END || a.attgenerated::text
             || coalesce(' ' || pg_get_expr(d.adbin, d.adrelid), '')
        FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
       WHERE a.attnum > 0 AND NOT a.attisdropped AND a.attrelid IN %s ORDER BY 1
      """
          .formatted(TABLES);
  private static final String OPTIONS =
      """
      SELECT oid::regclass::text || ' ' || relkind::text || relpersistence::text || coalesce(reloptions::text, '')
        FROM pg_class WHERE oid IN %s ORDER BY 1
      """
          .formatted(TABLES);

  /** Only the whole schema has hosts to refer to. */
  private static final String CONSTRAINTS =
      """
      SELECT conrelid::regclass::text || ' ' || contype::text || ' ' || pg_get_constraintdef(oid)
        FROM pg_constraint WHERE conrelid IN %s AND contype <> 'f' ORDER BY 1
      """
          .formatted(TABLES);

  private static final String INDEXES =
      "SELECT indrelid::regclass::text || ' ' || pg_get_indexdef(indexrelid) FROM pg_index"
          + " WHERE indrelid IN %s ORDER BY 1".formatted(TABLES);

  /** The whole schema also refuses TRUNCATE, for all of its tables. */
  private static final String TRIGGERS =
      """
      SELECT pg_get_triggerdef(oid) FROM pg_trigger
       WHERE NOT tgisinternal AND tgname <> 'refuse_truncate' AND tgrelid IN %s ORDER BY 1
      """
          .formatted(TABLES);

  /** The whole schema also refuses triggers of others; that is the one line that differs. */
  private static final String FUNCTIONS =
      """
      SELECT p.proname::text || '(' || pg_get_function_identity_arguments(p.oid) || ') '
             || pg_get_function_result(p.oid) || ' ' || l.lanname || p.prosecdef || p.provolatile::text
             || coalesce(p.proconfig::text, '')
             || regexp_replace(regexp_replace(p.prosrc,
                  '\\s*PERFORM sync_metadata\\.refuse_foreign_triggers\\([^;]*;', ''), '\\s+', ' ', 'g')
        FROM pg_proc p JOIN pg_language l ON l.oid = p.prolang
       WHERE p.pronamespace = 'sync_metadata'::regnamespace
         AND p.proname IN ('fence', 'check_lease_change', 'check_lease_start', 'record_term')
       ORDER BY 1
      """;

  private static final String ALL_FUNCTIONS =
      "SELECT count(*) FROM pg_proc WHERE pronamespace = 'sync_metadata'::regnamespace";

  @Test
  void bothInstallationsHaveTheSameTableAndTheSameFence() throws SQLException {
    try (TestDatabase all = PostgresServer.shared().newDatabase();
        TestDatabase alone = PostgresServer.shared().newDatabase()) {
      MetadataSchema.of(all.connections()).install();
      ElectionSchema.install(all.connections());
      ElectionSchema.install(alone.connections());
      ElectionSchema.install(alone.connections());
      assertThat(rows(alone, FUNCTIONS)).hasSize(4).isEqualTo(rows(all, FUNCTIONS));
      for (String of : List.of(COLUMNS, OPTIONS, CONSTRAINTS, INDEXES, TRIGGERS)) {
        assertThat(rows(alone, of)).isNotEmpty().isEqualTo(rows(all, of));
      }
      assertThat(rows(alone, ALL_FUNCTIONS)).containsExactly("4");
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
