package dev.tributary.api.internal;

import dev.tributary.api.ClusterName;
import dev.tributary.api.FencingToken;
import dev.tributary.api.SyncException;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Proves a token inside a transaction. Whatever proves it must fail, not answer "no": a COMMIT that
 * follows would go through.
 */
public interface Fence {

  /** Begins a transaction on a connection in auto-commit mode. */
  void begin(Connection connection, FencingToken token) throws SQLException;

  /** Proves, and keeps the lease from changing hands until the transaction ends. */
  void prove(Connection connection, ClusterName cluster, FencingToken token) throws SQLException;

  /** Proves and commits. */
  void commit(Connection connection, ClusterName cluster, FencingToken token) throws SQLException;

  /**
   * @param what the act that failed: "cannot [what]: ..."
   */
  SyncException failure(String what, FencingToken token, SQLException e);
}
