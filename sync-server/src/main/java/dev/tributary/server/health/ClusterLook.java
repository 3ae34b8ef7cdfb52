package dev.tributary.server.health;

import dev.tributary.api.ClusterName;
import dev.tributary.core.internal.jdbc.Database;
import dev.tributary.core.internal.metadata.MetadataInstaller;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One look at the database: who leads, and what a person should know. */
final class ClusterLook {
  static final String NO_LEADER = "no node leads the cluster";
  private static final int NAMED = 5;

  // Late: more than two intervals and a minute without a sync that is known to be right
  private static final String LOOK =
      """
      WITH clients AS (
        SELECT d.deployment_id, d.client_name::text AS name, d.last_sync_at,
               d.hold_reason IS NOT NULL AS held,
               d.sync_enabled AND d.last_sync_status = 'failed' AS failed,
               d.sync_enabled AND d.status = 'active'
                 AND coalesce(d.last_sync_at, d.created_at) < clock_timestamp()
                     - (2 * d.sync_interval + 60) * interval '1 second' AS late
          FROM sync_metadata.client_deployments d WHERE d.cluster_name = ?)
      SELECT (SELECT e.leader_id FROM sync_metadata.leader_election e
               WHERE e.cluster_name = ? AND e.holder IS NOT NULL
                 AND e.expires_at > clock_timestamp()) AS leader_id,
             (SELECT e.term FROM sync_metadata.leader_election e
               WHERE e.cluster_name = ?) AS term,
             (SELECT max(last_sync_at) FROM clients) AS last_sync,
             ARRAY(SELECT name FROM clients WHERE late ORDER BY name) AS late,
             ARRAY(SELECT name FROM clients WHERE failed ORDER BY name) AS failed,
             ARRAY(SELECT name FROM clients WHERE held ORDER BY name) AS held,
             (SELECT count(*) FROM sync_metadata.conflict_log c JOIN clients USING (deployment_id)
               WHERE c.resolved_at IS NULL) AS conflicts,
             (SELECT count(*) FROM sync_metadata.quarantine q JOIN clients USING (deployment_id)
               WHERE q.status = 'open') AS quarantined,
             (SELECT max(version) FROM sync_metadata.schema_version) AS version
      """;

  private final Database database;
  private final ClusterName cluster;

  ClusterLook(Database database, ClusterName cluster) {
    this.database = database;
    this.cluster = cluster;
  }

  /**
   * What was seen.
   *
   * @param reasons why the cluster is not as it should be
   */
  record Seen(
      Optional<String> leader, long term, Optional<Instant> lastSync, List<String> reasons) {}

  Seen now() {
    return database.withConnection("look at cluster " + cluster, this::look);
  }

  private Seen look(Connection connection) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(LOOK)) {
      for (int i = 1; i <= 3; i++) {
        query.setString(i, cluster.value());
      }
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return new Seen(
            Optional.ofNullable(row.getString("leader_id")),
            row.getLong("term"),
            Optional.ofNullable(row.getObject("last_sync", OffsetDateTime.class))
                .map(OffsetDateTime::toInstant),
            reasons(row));
      }
    }
  }

  private static List<String> reasons(ResultSet row) throws SQLException {
    List<String> reasons = new ArrayList<>();
    if (row.getString("leader_id") == null) {
      reasons.add(NO_LEADER);
    }
    named(row.getArray("late"), "clients are late", reasons);
    named(row.getArray("failed"), "clients whose last run failed", reasons);
    named(row.getArray("held"), "clients are on hold", reasons);
    counted(row.getLong("conflicts"), "conflicts wait for a person", reasons);
    counted(row.getLong("quarantined"), "rows are in quarantine", reasons);
    outdated(row.getInt("version"), reasons);
    return List.copyOf(reasons);
  }

  /** An upgrade leaves nodes running, so that they are replaced one after the other. */
  private static void outdated(int version, List<String> reasons) {
    if (version > MetadataInstaller.newest()) {
      reasons.add(
          "schema sync_metadata has version %d, this program knows %d: update this node"
              .formatted(version, MetadataInstaller.newest()));
    }
  }

  private static void named(Array names, String what, List<String> reasons) throws SQLException {
    String[] all = (String[]) names.getArray();
    if (all.length > 0) {
      String some = String.join(", ", List.of(all).subList(0, Math.min(all.length, NAMED)));
      String more = all.length > NAMED ? ", ..." : "";
      reasons.add("%s: %d (%s%s)".formatted(what, all.length, some, more));
    }
  }

  private static void counted(long count, String what, List<String> reasons) {
    if (count > 0) {
      reasons.add(what + ": " + count);
    }
  }
}
