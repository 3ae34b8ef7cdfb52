package dev.tributary.core.internal.schedule;

import dev.tributary.api.Leadership;
import dev.tributary.core.internal.jdbc.Database;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rows of {@code hosts}. What a node says of itself needs no term: followers say it, too. That
 * others are silent is the leader's to say.
 */
final class HostRows {
  private static final Logger LOG = LoggerFactory.getLogger(HostRows.class);

  // The session is told so that others can see whether this process lives. Behind a pooler it is
  // another one for the server than for the driver, and says nothing: then none is told.
  private static final String BEAT =
      """
      WITH session AS (
        SELECT a.pid || '/' || extract(epoch FROM a.backend_start) AS of_this_process
          FROM pg_stat_activity a WHERE a.pid = pg_backend_pid() AND a.pid = ?
      ), beat AS (
        INSERT INTO sync_metadata.hosts
          (hostname, cluster_name, ip_address, api_url, version, status, last_heartbeat, metadata)
        VALUES (?, ?, ?::inet, ?, ?, 'active', clock_timestamp(),
                ?::jsonb || jsonb_build_object('session', (SELECT of_this_process FROM session)))
        ON CONFLICT (hostname, cluster_name) DO UPDATE
           SET last_heartbeat = clock_timestamp(), ip_address = excluded.ip_address,
               api_url = excluded.api_url, version = excluded.version,
               status = CASE WHEN hosts.status = 'maintenance' THEN hosts.status ELSE 'active' END,
               metadata = hosts.metadata || excluded.metadata
      )
      SELECT h.metadata ->> 'process' AS process, h.metadata ->> 'machine' AS machine, h.api_url
        FROM sync_metadata.hosts h WHERE h.hostname = ? AND h.cluster_name = ?
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

  // Used only by the thread that beats
  private boolean hasBeaten;

  // Written only by the thread that beats
  private volatile Optional<String> namesake = Optional.empty();

  HostRows(Database database, HostEntry self) {
    this.database = database;
    this.self = self;
  }

  void beat() {
    Optional<String> other =
        database.inTransaction(
            "say that node %s is there".formatted(self.node()),
            connection -> {
              try (PreparedStatement upsert = connection.prepareStatement(BEAT)) {
                upsert.setInt(1, connection.unwrap(PGConnection.class).getBackendPID());
                upsert.setString(2, self.node().value());
                upsert.setString(3, self.cluster().value());
                upsert.setString(4, self.address().orElse(null));
                upsert.setString(5, self.apiUrl().orElse(null));
                upsert.setString(6, self.version());
                upsert.setString(7, self.metadata());
                upsert.setString(8, self.node().value());
                upsert.setString(9, self.cluster().value());
                try (ResultSet before = upsert.executeQuery()) {
                  return before.next() ? other(before) : Optional.empty();
                }
              }
            });
    // What an earlier process left is overwritten once; who overwrites this one's word lives.
    meet(hasBeaten ? other : Optional.empty());
    hasBeaten = true;
  }

  /** Whose row it was until now, if it was not this process's. */
  private Optional<String> other(ResultSet before) throws SQLException {
    Optional<String> process = Optional.ofNullable(before.getString("process"));
    if (process.isEmpty() || process.get().equals(self.process())) {
      return Optional.empty();
    }
    String machine = Optional.ofNullable(before.getString("machine")).orElse("unknown");
    String url = Optional.ofNullable(before.getString("api_url")).map(u -> ", " + u).orElse("");
    return Optional.of("on host " + machine + url);
  }

  private void meet(Optional<String> found) {
    if (found.isPresent() && namesake.isEmpty()) {
      LOG.warn(
          "another process serves as node {} of cluster {} too, {}: give one of them another name",
          self.node(),
          self.cluster(),
          found.get());
    } else if (found.isEmpty() && namesake.isPresent()) {
      LOG.info("no other process serves as node {} any more", self.node());
    }
    namesake = found;
  }

  /** Where another process runs that said after this one that it is this node. */
  Optional<String> namesake() {
    return namesake;
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
