package dev.tributary.core.internal.schedule;

import dev.tributary.api.Leadership;
import dev.tributary.core.internal.jdbc.Database;
import java.sql.PreparedStatement;
import java.time.Duration;

/**
 * The rows of {@code hosts}. What a node says of itself needs no term: followers say it, too. That
 * others are silent is the leader's to say.
 */
final class HostRows {
  private static final String BEAT =
      """
      INSERT INTO sync_metadata.hosts
        (hostname, cluster_name, ip_address, api_url, version, status, last_heartbeat, metadata)
      VALUES (?, ?, ?::inet, ?, ?, 'active', clock_timestamp(), ?::jsonb)
      ON CONFLICT (hostname, cluster_name) DO UPDATE
         SET last_heartbeat = clock_timestamp(), ip_address = excluded.ip_address,
             api_url = excluded.api_url, version = excluded.version,
             status = CASE WHEN hosts.status = 'maintenance' THEN hosts.status ELSE 'active' END,
             metadata = hosts.metadata || excluded.metadata
      """;
  private static final String LEAVE =
      """
      UPDATE sync_metadata.hosts SET status = 'offline'
       WHERE hostname = ? AND cluster_name = ? AND status = 'active'
         AND metadata ->> 'process' = ?
      """;
  private static final String SILENT =
      """
      UPDATE sync_metadata.hosts SET status = 'offline'
       WHERE cluster_name = ? AND status = 'active' AND hostname <> ?
         AND last_heartbeat < clock_timestamp() - ? * interval '1 millisecond'
      """;

  private final Database database;
  private final HostEntry self;

  HostRows(Database database, HostEntry self) {
    this.database = database;
    this.self = self;
  }

  void beat() {
    database.inTransaction(
        "say that node %s is there".formatted(self.node()),
        connection -> {
          try (PreparedStatement upsert = connection.prepareStatement(BEAT)) {
            upsert.setString(1, self.node().value());
            upsert.setString(2, self.cluster().value());
            upsert.setString(3, self.address().orElse(null));
            upsert.setString(4, self.apiUrl().orElse(null));
            upsert.setString(5, self.version());
            upsert.setString(6, self.metadata());
            return upsert.executeUpdate();
          }
        });
  }

  /** Unless another process has taken this node's name meanwhile. */
  void leave() {
    database.inTransaction(
        "say that node %s ends".formatted(self.node()),
        connection -> {
          try (PreparedStatement update = connection.prepareStatement(LEAVE)) {
            update.setString(1, self.node().value());
            update.setString(2, self.cluster().value());
            update.setString(3, self.process());
            return update.executeUpdate();
          }
        });
  }

  int markSilent(Duration silence, Leadership leadership) {
    return database.inFencedTransaction(
        "mark the silent nodes of cluster " + self.cluster(),
        leadership,
        connection -> {
          try (PreparedStatement update = connection.prepareStatement(SILENT)) {
            update.setString(1, self.cluster().value());
            update.setString(2, self.node().value());
            update.setLong(3, silence.toMillis());
            return update.executeUpdate();
          }
        });
  }
}
