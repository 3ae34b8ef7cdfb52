package dev.tributary.core.internal.lifecycle;

import dev.tributary.api.ClusterName;
import dev.tributary.core.internal.jdbc.Database;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The files that a cluster's clients are registered with. */
public final class RegisteredSources {
  private static final String ALL =
      """
      SELECT d.client_name, d.source_path, d.fingerprint FROM sync_metadata.client_deployments d
       WHERE d.cluster_name = ? ORDER BY d.client_name
      """;

  // Only since the cluster was last deregistered as a whole: one that comes back begins anew.
  private static final String LEFT =
      """
      SELECT EXISTS (
        SELECT FROM sync_metadata.audit_log a
         WHERE a.cluster_name = ? AND a.action = 'deregister_client'
           AND a.details->>'source' = ?
           AND a.audit_id > coalesce((SELECT max(c.audit_id) FROM sync_metadata.audit_log c
                                       WHERE c.cluster_name = a.cluster_name
                                         AND c.action = 'deregister_cluster'), 0))
      """;

  private final Database database;
  private final ClusterName cluster;

  public RegisteredSources(Database database, ClusterName cluster) {
    this.database = database;
    this.cluster = cluster;
  }

  /**
   * @param fingerprint of the file when it was last synced as a whole
   */
  public record Registered(String name, Path source, Optional<String> fingerprint) {}

  public List<Registered> all() {
    return database.withConnection(
        "read the clients of cluster " + cluster,
        connection -> {
          try (PreparedStatement query = connection.prepareStatement(ALL)) {
            query.setString(1, cluster.value());
            try (ResultSet row = query.executeQuery()) {
              List<Registered> all = new ArrayList<>();
              while (row.next()) {
                all.add(
                    new Registered(
                        row.getString(1),
                        Path.of(row.getString(2)),
                        Optional.ofNullable(row.getString(3))));
              }
              return all;
            }
          }
        });
  }

  /** Whether a client with this file was deregistered here. */
  public boolean hasLeft(Path source) {
    return database.withConnection(
        "read the audit log of cluster " + cluster,
        connection -> {
          try (PreparedStatement query = connection.prepareStatement(LEFT)) {
            query.setString(1, cluster.value());
            query.setString(2, source.toString());
            try (ResultSet row = query.executeQuery()) {
              return row.next() && row.getBoolean(1);
            }
          }
        });
  }
}
