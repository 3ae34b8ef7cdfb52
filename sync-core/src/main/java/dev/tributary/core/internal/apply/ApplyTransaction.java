package dev.tributary.core.internal.apply;

import dev.tributary.api.ConnectionSource;
import dev.tributary.api.Leadership;
import dev.tributary.api.TargetUnavailable;
import dev.tributary.core.internal.jdbc.CommitOutcome;
import dev.tributary.core.internal.jdbc.SqlStates;
import dev.tributary.core.internal.jdbc.TermSession;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;

/**
 * The one PostgreSQL transaction of a run. All settings are local to it, so that it works through a
 * transaction pooler. Closing without commit rolls back.
 */
public final class ApplyTransaction implements AutoCloseable {
  // The drift trigger writes its keys as text under these settings of time zone, bytes and floats.
  // lz4 halves the time of loading wide rows; the server may be built without it. The memory is for
  // the key of a large table after its load.
  private static final String BEGIN =
      """
      SELECT set_config('tributary.apply', 'on', true),
             set_config('lock_timeout', '20s', true),
             set_config('statement_timeout', '0', true),
             set_config('idle_in_transaction_session_timeout', '15min', true),
             set_config('synchronous_commit', 'on', true),
             set_config('maintenance_work_mem', '256MB', true),
             set_config('timezone', 'UTC', true), set_config('bytea_output', 'hex', true),
             set_config('extra_float_digits', '1', true),
             set_config('application_name', ?, true),
             (SELECT set_config('default_toast_compression', 'lz4', true) FROM pg_settings
               WHERE name = 'default_toast_compression' AND 'lz4' = ANY (enumvals)),
             pg_current_xact_id()::text::bigint AS xid
      """;

  // No other transaction writes this epoch: if the client has it, we committed.
  private static final String HAS_EPOCH =
      "SELECT 1 FROM sync_metadata.client_deployments WHERE state_epoch = ?";

  private final ConnectionSource connections;
  private final Connection connection;
  private final long xid;
  private boolean ended;
  private Optional<UUID> epoch = Optional.empty();
  private Optional<CopyIn> copy = Optional.empty();

  private ApplyTransaction(ConnectionSource connections, Connection connection, long xid) {
    this.connections = connections;
    this.connection = connection;
    this.xid = xid;
  }

  /**
   * Opens a connection of its own and begins. The session carries the name of the term, so that the
   * next leader finds and ends it if this process freezes while it holds locks.
   */
  public static ApplyTransaction begin(ConnectionSource connections, Leadership leadership) {
    try {
      Connection connection = connections.connect();
      try {
        connection.setAutoCommit(false);
        return new ApplyTransaction(connections, connection, settle(connection, leadership));
      } catch (SQLException e) {
        connection.close();
        throw e;
      }
    } catch (SQLException e) {
      throw SqlStates.toSyncException("begin a transaction", e);
    }
  }

  private static long settle(Connection connection, Leadership leadership) throws SQLException {
    try (PreparedStatement begin = connection.prepareStatement(BEGIN)) {
      begin.setString(1, TermSession.name(leadership));
      try (ResultSet row = begin.executeQuery()) {
        row.next();
        return row.getLong("xid");
      }
    }
  }

  public Connection connection() {
    return connection;
  }

  /** What every row of this transaction carries in {@code _sync_xid}. */
  public long xid() {
    return xid;
  }

  /** Starts a COPY; if it is still under way when this closes, it is cancelled. */
  CopyIn copyIn(String sql) throws SQLException {
    CopyIn started = copies().copyIn(sql);
    copy = Optional.of(started);
    return started;
  }

  CopyManager copies() throws SQLException {
    return connection.unwrap(PGConnection.class).getCopyAPI();
  }

  /** The epoch that the checkpoint of this transaction gives its client. */
  void writes(UUID newEpoch) {
    epoch = Optional.of(newEpoch);
  }

  /**
   * Proves the term and commits. When the answer is lost, PostgreSQL is asked what became of the
   * transaction, and whether its checkpoint is there: after a crash its number may be another's.
   */
  public void commit(Leadership leadership) {
    leadership.check();
    try {
      leadership.commitFenced(connection);
    } catch (TargetUnavailable e) {
      if (CommitOutcome.of(connections, xid) != CommitOutcome.COMMITTED || !checkpointIsThere(e)) {
        throw e;
      }
    }
    ended = true;
  }

  private boolean checkpointIsThere(TargetUnavailable lost) {
    try (Connection asking = connections.connect();
        PreparedStatement query = asking.prepareStatement(HAS_EPOCH)) {
      query.setObject(1, epoch.orElseThrow());
      try (ResultSet row = query.executeQuery()) {
        return row.next();
      }
    } catch (SQLException e) {
      lost.addSuppressed(e);
      return false;
    }
  }

  @Override
  public void close() {
    try (connection) {
      if (!ended) {
        cancelCopy();
        connection.rollback();
      }
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      // A connection that cannot even roll back is broken: the server has ended the transaction.
      return;
    }
  }

  /** On a connection with a COPY under way the driver would wait for ever with the roll back. */
  private void cancelCopy() throws SQLException {
    if (copy.isPresent() && copy.get().isActive()) {
      copy.get().cancelCopy();
    }
  }
}
