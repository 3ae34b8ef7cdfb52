package dev.tributary.core.internal.load;

import dev.tributary.api.ConnectionSource;
import dev.tributary.api.Leadership;
import dev.tributary.core.internal.apply.ApplyTransaction;
import dev.tributary.core.internal.apply.Checkpoint;
import dev.tributary.core.internal.catalog.ClientRow;
import dev.tributary.core.internal.jdbc.SqlStates;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;

/**
 * Commits the pieces of one client's initial load one after the other, each by comparing and
 * setting the client's epoch and under the fence. Used by all lanes.
 */
public final class EpochChain {
  /** Writes what a piece is to say of the load, in the piece's transaction. */
  @FunctionalInterface
  public interface PieceLog {
    void write(Connection connection) throws SQLException;
  }

  private final Leadership leadership;
  private final PieceLog log;
  // Guarded by this
  private ClientRow client;

  public EpochChain(ClientRow client, Leadership leadership, PieceLog log) {
    this.client = client;
    this.leadership = leadership;
    this.log = log;
  }

  /** Begins a transaction for a piece. */
  ApplyTransaction begin(ConnectionSource connections) {
    return ApplyTransaction.begin(connections, leadership);
  }

  /** Commits a piece. The transaction is not closed. */
  public synchronized void commitPiece(ApplyTransaction transaction) {
    try {
      log.write(transaction.connection());
      UUID next = Checkpoint.ofPiece().write(transaction, client);
      transaction.commit(leadership);
      client = client.withEpoch(next);
    } catch (SQLException e) {
      throw SqlStates.toSyncException("commit a piece of the load of " + client.name(), e);
    }
  }

  /** The client as of the last committed piece. */
  public synchronized ClientRow client() {
    return client;
  }
}
