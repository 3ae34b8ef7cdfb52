package dev.tributary.api.internal;

import dev.tributary.api.ClusterName;
import dev.tributary.api.FencingToken;
import dev.tributary.api.LeadershipLost;
import dev.tributary.api.NodeId;
import dev.tributary.api.SyncException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;

/** The fence of {@code sync_metadata.leader_election}. */
public final class PostgresFence implements Fence {
  private static final String FENCED_OUT = "TB001";

  /**
   * From here on the lease row is locked. So the session gets its name first, by which the next
   * leader finds and ends it if this process freezes now, and three seconds to commit.
   */
  private static final String PROOF =
      """
      SELECT set_config('application_name', '%s', true),
             set_config('idle_in_transaction_session_timeout', '3s', true),
             sync_metadata.fence('%s', %d, '%s')\
      """;

  private final NodeId node;

  public PostgresFence(NodeId node) {
    this.node = Objects.requireNonNull(node, "node");
  }

  /** Named from the start, so that a later leader finds and ends it if this process freezes. */
  @Override
  public void begin(Connection connection, FencingToken token) throws SQLException {
    connection.setAutoCommit(false);
    run(connection, "SET LOCAL application_name = '" + SessionName.of(node, token) + "'");
  }

  @Override
  public void prove(Connection connection, ClusterName cluster, FencingToken token)
      throws SQLException {
    run(connection, proof(cluster, token));
  }

  /** One message to the server, so that no pause of this process comes in between. */
  @Override
  public void commit(Connection connection, ClusterName cluster, FencingToken token)
      throws SQLException {
    run(connection, proof(cluster, token) + "; COMMIT");
  }

  // Names are checked (ClusterName, NodeId) and the rest are numbers, so nothing is to be quoted.
  private String proof(ClusterName cluster, FencingToken token) {
    return PROOF.formatted(
        SessionName.of(node, token), cluster.value(), token.term(), token.holder());
  }

  private static void run(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Override
  public SyncException failure(String what, FencingToken token, SQLException e) {
    if (FENCED_OUT.equals(e.getSQLState())) {
      return new LeadershipLost("term " + token.term() + " is over: " + e.getMessage(), e);
    }
    return LeaseRow.unavailable(what, e);
  }
}
