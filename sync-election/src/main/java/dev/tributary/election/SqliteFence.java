package dev.tributary.election;

import dev.tributary.api.ClusterName;
import dev.tributary.api.FencingToken;
import dev.tributary.api.LeadershipLost;
import dev.tributary.api.SyncException;
import dev.tributary.api.TargetUnavailable;
import dev.tributary.api.internal.Fence;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The fence of a lease in a SQLite file: a write to its row. SQLite has one writer, so from the
 * proof to the commit nobody takes over.
 */
final class SqliteFence implements Fence {
  private static final String TAKE_WRITE_LOCK =
      "UPDATE leader_election SET beat = beat WHERE cluster_name = ''";
  private static final String PROOF =
      """
      UPDATE leader_election SET beat = beat
       WHERE cluster_name = ? AND term = ? AND holder = ?
         AND expires_at > CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)
      """;

  /** Reading first and writing later would fail if another process wrote in between. */
  @Override
  public void begin(Connection connection, FencingToken token) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate(TAKE_WRITE_LOCK);
    }
  }

  /** Rolls back itself, for an update that finds nothing would let a COMMIT through. */
  @Override
  public void prove(Connection connection, ClusterName cluster, FencingToken token)
      throws SQLException {
    try (PreparedStatement proof = connection.prepareStatement(PROOF)) {
      proof.setString(1, cluster.value());
      proof.setLong(2, token.term());
      proof.setString(3, token.holder().toString());
      if (proof.executeUpdate() == 1) {
        return;
      }
    }
    if (!connection.getAutoCommit()) {
      connection.rollback();
    }
    throw new LeadershipLost(
        "term %d of cluster %s is over or was never held by this process"
            .formatted(token.term(), cluster));
  }

  @Override
  public void commit(Connection connection, ClusterName cluster, FencingToken token)
      throws SQLException {
    prove(connection, cluster, token);
    connection.commit();
  }

  @Override
  public SyncException failure(String what, FencingToken token, SQLException e) {
    return new TargetUnavailable("cannot " + what + ": " + e.getMessage(), e);
  }
}
