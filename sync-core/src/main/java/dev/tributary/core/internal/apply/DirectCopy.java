package dev.tributary.core.internal.apply;

import dev.tributary.core.internal.jdbc.SqlStates;
import dev.tributary.core.internal.values.CopyBuffer;
import java.sql.SQLException;
import org.postgresql.copy.CopyIn;

/**
 * Loads rows straight into tables that are still closed to others, one COPY per table after the
 * other, all in one transaction.
 */
public final class DirectCopy implements AutoCloseable {
  private final ApplyTransaction transaction;
  private final CopyBuffer edge = new CopyBuffer();
  private TargetTable table;
  private CopyIn copy;
  private long bytes;

  public DirectCopy(ApplyTransaction transaction) {
    this.transaction = transaction;
  }

  /** Sends encoded rows, without header and trailer. */
  public void write(TargetTable into, CopyBuffer rows) {
    try {
      if (copy == null || !into.equals(table)) {
        finish();
        table = into;
        copy = transaction.copies().copyIn(into.copyIn());
        edge.clear();
        CopyBuffer.header(edge);
        copy.writeToCopy(edge.array(), 0, edge.length());
      }
      copy.writeToCopy(rows.array(), 0, rows.length());
      bytes += rows.length();
    } catch (SQLException e) {
      throw SqlStates.toSyncException("load rows into " + into.sql(), e);
    }
  }

  /** Ends the COPY that runs, if one does. */
  public void finish() {
    if (copy == null) {
      return;
    }
    try {
      edge.clear();
      CopyBuffer.trailer(edge);
      copy.writeToCopy(edge.array(), 0, edge.length());
      copy.endCopy();
      copy = null;
    } catch (SQLException e) {
      throw SqlStates.toSyncException("load rows into " + table.sql(), e);
    }
  }

  public long bytes() {
    return bytes;
  }

  /** Cancels a COPY that was not finished, so that the transaction can roll back. */
  @Override
  public void close() {
    if (copy != null && copy.isActive()) {
      try {
        copy.cancelCopy();
      } catch (SQLException e) {
        // Cancelling answers with an error by design; the roll back that follows is what counts.
        copy = null;
      }
    }
  }
}
