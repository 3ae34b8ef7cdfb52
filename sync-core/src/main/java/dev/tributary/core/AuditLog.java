package dev.tributary.core;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.api.ClusterName;
import dev.tributary.api.ConnectionSource;
import dev.tributary.core.internal.jdbc.Database;
import java.sql.PreparedStatement;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Who did what to a cluster. A node's role adds entries; it can neither change nor remove any. */
public final class AuditLog {
  private static final String NOTE = "SELECT sync_metadata.audit(?, ?, ?, ?, ?::jsonb)";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Database database;
  private final ClusterName cluster;

  public AuditLog(ConnectionSource connections, ClusterName cluster) {
    this.database = new Database(Objects.requireNonNull(connections, "connections"));
    this.cluster = Objects.requireNonNull(cluster, "cluster");
  }

  /**
   * Adds an entry.
   *
   * @param client whose client it was about, if it was about one
   * @param details no secrets, no values of rows
   * @throws dev.tributary.api.TargetUnavailable when PostgreSQL is away
   */
  public void note(
      String actor, String action, Optional<String> client, Map<String, String> details) {
    ObjectNode document = JSON.createObjectNode();
    details.forEach((name, value) -> document.put(name, value.replace('\0', '?')));
    database.inTransaction(
        "write the audit log",
        connection -> {
          try (PreparedStatement call = connection.prepareStatement(NOTE)) {
            call.setString(1, cluster.value());
            call.setString(2, client.orElse(null));
            call.setString(3, action);
            call.setString(4, actor);
            call.setString(5, document.toString());
            return call.execute();
          }
        });
  }
}
