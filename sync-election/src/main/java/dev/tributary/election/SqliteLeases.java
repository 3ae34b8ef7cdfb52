package dev.tributary.election;

import dev.tributary.api.ClusterName;
import dev.tributary.api.ConnectionSource;
import dev.tributary.api.internal.LeaseRow.Mine;
import dev.tributary.api.internal.LeaseRow.NewLeader;
import dev.tributary.api.internal.LeaseRow.Renewal;
import dev.tributary.api.internal.LeaseView;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** The leases in a table of a SQLite file. The clock is that of the host, for all processes one. */
final class SqliteLeases implements Leases {
  private static final String NOW = "CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)";
  private static final String WAIT_FOR_WRITERS = "PRAGMA busy_timeout = 2000";

  private static final List<String> TABLES =
      List.of(
          """
          CREATE TABLE IF NOT EXISTS leader_election (
            cluster_name TEXT NOT NULL PRIMARY KEY,
            leader_id    TEXT NOT NULL,
            term         INTEGER NOT NULL,
            holder       TEXT,
            acquired_at  INTEGER NOT NULL, -- milliseconds since 1970, as all times here
            renewed_at   INTEGER NOT NULL,
            expires_at   INTEGER NOT NULL,
            beat         INTEGER NOT NULL
          )
          """,
          """
          CREATE TABLE IF NOT EXISTS leader_history (
            cluster_name TEXT NOT NULL,
            term         INTEGER NOT NULL,
            leader_id    TEXT NOT NULL,
            holder       TEXT,
            acquired_at  INTEGER NOT NULL,
            PRIMARY KEY (cluster_name, term)
          )
          """,
          """
          CREATE TRIGGER IF NOT EXISTS leader_election_terms_rise
          BEFORE UPDATE OF term, holder ON leader_election
          WHEN NEW.term < OLD.term OR NEW.term > OLD.term + 1
            OR (NEW.term = OLD.term AND NEW.holder IS NOT NULL AND NEW.holder IS NOT OLD.holder)
          BEGIN
            SELECT RAISE(ABORT, 'a new holder needs the next term');
          END
          """,
          """
          CREATE TRIGGER IF NOT EXISTS leader_election_history
          AFTER UPDATE OF term ON leader_election WHEN NEW.term > OLD.term
          BEGIN
            INSERT INTO leader_history
            VALUES (NEW.cluster_name, NEW.term, NEW.leader_id, NEW.holder, NEW.acquired_at);
          END
          """);

  private static final String OBSERVE =
      """
      SELECT term, holder, leader_id, beat, max(0, expires_at - %s) AS millis
        FROM leader_election WHERE cluster_name = ?
      """
          .formatted(NOW);
  private static final String FIRST_ROW =
      """
      INSERT OR IGNORE INTO leader_election
      SELECT ?, ?, coalesce(max(term), 0), NULL, 0, 0, 0, 0
        FROM leader_history WHERE cluster_name = ?
      """;
  private static final String TAKE_OVER =
      """
      UPDATE leader_election
         SET term = term + 1, holder = ?, leader_id = ?, beat = 0,
             acquired_at = %1$s, renewed_at = %1$s, expires_at = %1$s + ?
       WHERE cluster_name = ? AND (holder IS NULL OR expires_at <= %1$s)
      """
          .formatted(NOW);
  private static final String RENEW =
      """
      UPDATE leader_election
         SET expires_at = max(expires_at, %1$s + ?), renewed_at = %1$s, beat = beat + 1
       WHERE cluster_name = ? AND term = ? AND holder = ? AND expires_at > %1$s
      """
          .formatted(NOW);
  private static final String RELEASE =
      """
      UPDATE leader_election SET expires_at = %1$s
       WHERE cluster_name = ? AND term = ? AND holder = ? AND expires_at > %1$s
      """
          .formatted(NOW);

  private final ConnectionSource connections;
  private final NewLeader me;
  private Optional<Connection> open = Optional.empty();

  SqliteLeases(ConnectionSource connections, NewLeader me) {
    this.connections = connections;
    this.me = me;
  }

  private Connection connection() throws SQLException {
    if (open.isEmpty()) {
      Connection opened = connections.connect();
      open = Optional.of(opened);
      opened.setAutoCommit(true);
      try (Statement statement = opened.createStatement()) {
        statement.execute(WAIT_FOR_WRITERS);
        for (String table : TABLES) {
          statement.execute(table);
        }
      }
    }
    return open.get();
  }

  @Override
  public LeaseView observe(ClusterName cluster) throws SQLException {
    try (PreparedStatement query = connection().prepareStatement(OBSERVE)) {
      query.setString(1, cluster.value());
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? view(row) : LeaseView.NONE;
      }
    }
  }

  private static LeaseView view(ResultSet row) throws SQLException {
    return new LeaseView(
        row.getLong("term"),
        Optional.ofNullable(row.getString("holder")).map(UUID::fromString),
        row.getString("leader_id"),
        row.getLong("beat"),
        false,
        row.getLong("millis"));
  }

  /** A file has no timelines. */
  @Override
  public int timeline() {
    return 0;
  }

  @Override
  public Takeover takeOver(ClusterName cluster, Action.Claim claim) throws SQLException {
    Connection connection = connection();
    connection.setAutoCommit(false);
    try {
      update(connection, FIRST_ROW, cluster.value(), me.node().value(), cluster.value());
      LeaseView found = observe(cluster);
      int taken =
          update(
              connection,
              TAKE_OVER,
              me.holder().toString(),
              me.node().value(),
              me.lease().toMillis(),
              cluster.value());
      connection.commit();
      return new Takeover(taken == 1 ? Takeover.Result.TAKEN : Takeover.Result.REFUSED, found);
    } finally {
      connection.setAutoCommit(true);
    }
  }

  @Override
  public void settle(ClusterName cluster) {}

  @Override
  public Renewals renew(List<Renewal> renewals) throws SQLException {
    Set<ClusterName> held = new HashSet<>();
    for (Renewal renewal : renewals) {
      Mine mine = renewal.lease();
      int renewed =
          update(
              connection(),
              RENEW,
              me.lease().toMillis(),
              mine.cluster().value(),
              mine.token().term(),
              mine.token().holder().toString());
      if (renewed == 1) {
        held.add(mine.cluster());
      }
    }
    return new Renewals(held, Set.of());
  }

  /** Nobody comes early here. */
  @Override
  public boolean hasPulse(Mine lease) {
    return false;
  }

  @Override
  public void release(Mine mine) throws SQLException {
    update(
        connection(),
        RELEASE,
        mine.cluster().value(),
        mine.token().term(),
        mine.token().holder().toString());
  }

  private static int update(Connection connection, String sql, Object... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      return statement.executeUpdate();
    }
  }

  @Override
  public void close() {
    try {
      if (open.isPresent()) {
        open.get().close();
      }
    } catch (SQLException e) {
      // It is not used again, which is what was asked for.
      return;
    } finally {
      open = Optional.empty();
    }
  }
}
