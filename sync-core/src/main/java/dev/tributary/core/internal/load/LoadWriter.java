package dev.tributary.core.internal.load;

import dev.tributary.api.ConnectionSource;
import dev.tributary.core.internal.apply.TargetTable;
import dev.tributary.core.internal.table.KeyHash;
import dev.tributary.core.internal.table.Row;
import dev.tributary.core.internal.values.CopyBuffer;
import dev.tributary.core.internal.values.RowEncoder;
import java.util.ArrayList;
import java.util.List;

/**
 * Spreads the rows of an initial load over lanes. Each lane commits a piece when it has sent enough
 * bytes. Used by one thread.
 */
public final class LoadWriter implements AutoCloseable {
  private static final int BUFFER_BYTES = 96 * 1024;

  private final List<LoadLane> lanes = new ArrayList<>();
  private final long pieceBytes;
  private LoadLane lane;
  private CopyBuffer buffer;
  private TargetTable table;
  private RowEncoder encoder;
  private long bytes;

  /**
   * The lanes connect at once; the tables have to be there when the first row is written.
   *
   * @param pieceBytes what a lane sends at least before it commits
   */
  public LoadWriter(
      ConnectionSource connections, EpochChain chain, int laneCount, long pieceBytes) {
    this.pieceBytes = pieceBytes;
    for (int i = 1; i <= laneCount; i++) {
      lanes.add(new LoadLane(connections, chain, "sync-load-" + chain.client().name() + "-" + i));
    }
  }

  /** The following rows are of this table. */
  public void table(TargetTable next, RowEncoder itsEncoder) {
    flush();
    table = next;
    encoder = itsEncoder;
  }

  /** Sends one row; returns its cells that the columns could not hold. */
  public int write(Row row, KeyHash key, long hash) {
    if (buffer == null) {
      lane = leastBusy();
      buffer = lane.buffer();
    }
    int strays = encoder.encode(row, hash, lane.xid(), key, buffer);
    if (buffer.length() >= BUFFER_BYTES) {
      flush();
    }
    return strays;
  }

  private LoadLane leastBusy() {
    LoadLane best = lanes.get(0);
    for (LoadLane candidate : lanes) {
      if (candidate.waiting() < best.waiting()) {
        best = candidate;
      }
    }
    return best;
  }

  private void flush() {
    if (buffer != null) {
      bytes += buffer.length();
      lane.send(table, buffer, pieceBytes);
      buffer = null;
    }
  }

  /** Waits until all rows are committed. */
  public void finish() {
    flush();
    lanes.forEach(LoadLane::endLoad); // all at once, so that no lane waits for another's commit
    lanes.forEach(LoadLane::awaitEnd);
  }

  public long bytes() {
    return bytes;
  }

  @Override
  public void close() {
    lanes.forEach(LoadLane::close);
  }
}
