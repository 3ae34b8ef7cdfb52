package dev.tributary.server.doctor;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** The server itself: version, clock, room for connections, extensions. */
final class ServerChecks {
  private static final int OLDEST = 150_000;
  private static final Duration ODD = Duration.ofSeconds(2);
  private static final String SERVER =
      """
      SELECT current_setting('server_version'), current_setting('server_version_num'),
             pg_is_in_recovery(), current_setting('server_encoding')
      """;
  private static final String ROOM =
      """
      SELECT (SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'),
             current_setting('max_connections')::int
               - current_setting('superuser_reserved_connections')::int
      """;
  private static final String NOW = "SELECT extract(epoch FROM clock_timestamp()) * 1000";
  private static final String VECTOR =
      """
      SELECT (SELECT extversion FROM pg_extension WHERE extname = 'vector'),
             (SELECT default_version FROM pg_available_extensions WHERE name = 'vector')
      """;

  private final InstantSource clock;

  ServerChecks(InstantSource clock) {
    this.clock = clock;
  }

  List<Finding> of(Connection connection) throws SQLException {
    List<Finding> findings = new ArrayList<>();
    findings.add(server(connection));
    findings.add(room(connection));
    findings.add(clock(connection));
    findings.add(vector(connection));
    return findings;
  }

  private static Finding server(Connection connection) throws SQLException {
    List<String> server = Asked.row(connection, SERVER);
    if (Integer.parseInt(server.get(1)) < OLDEST) {
      return Finding.failure(
          "server", "PostgreSQL " + server.get(0) + " is too old", "use PostgreSQL 15 or newer");
    }
    if (server.get(2).equals("t")) {
      return Finding.failure(
          "server", "it is a standby and read-only", "give the address of the primary");
    }
    return server.get(3).equals("UTF8")
        ? Finding.ok("server", "PostgreSQL " + server.get(0))
        : Finding.failure(
            "server",
            "the database has encoding " + server.get(3),
            "make a database with ENCODING 'UTF8'");
  }

  private static Finding room(Connection connection) throws SQLException {
    List<String> room = Asked.row(connection, ROOM);
    long used = Long.parseLong(room.get(0));
    long most = Long.parseLong(room.get(1));
    String said = "%d of %d connections are taken".formatted(used, most);
    return most - used < 10
        ? Finding.warning(
            "connections", said, "raise max_connections: a pair of nodes needs about ten each")
        : Finding.ok("connections", said);
  }

  /** Leases and schedules go by the server's clock alone; file times go by ours. */
  private Finding clock(Connection connection) throws SQLException {
    Instant before = clock.instant();
    long server = (long) Double.parseDouble(Asked.one(connection, NOW));
    Instant after = clock.instant();
    Instant middle = before.plus(Duration.between(before, after).dividedBy(2));
    Duration apart = Duration.between(Instant.ofEpochMilli(server), middle);
    String said =
        "this machine's clock is %d ms %s the server's"
            .formatted(apart.abs().toMillis(), apart.isNegative() ? "behind" : "ahead of");
    return apart.abs().compareTo(ODD) > 0
        ? Finding.warning(
            "clock",
            said + "; leases go by the server's, but times in logs do not fit",
            "let both machines keep time (chrony, systemd-timesyncd)")
        : Finding.ok("clock", said);
  }

  private static Finding vector(Connection connection) throws SQLException {
    List<String> vector = Asked.row(connection, VECTOR);
    if (!vector.get(0).isEmpty()) {
      return Finding.ok("pgvector", "installed, version " + vector.get(0));
    }
    return Finding.note(
        "pgvector",
        vector.get(1).isEmpty()
            ? "not available on this server; the mirror does not need it, RAG of Open WebUI on"
                + " PostgreSQL would"
            : "available, not enabled; where RAG needs it: CREATE EXTENSION vector");
  }
}
