package dev.tributary.core.internal.capture;

import com.dynatrace.hash4j.hashing.HashStream64;
import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import dev.tributary.core.internal.table.Row;
import dev.tributary.core.internal.table.TablePlan;

/**
 * Hashes the content of a row to 64 bits.
 *
 * <p>Equal hashes under the same seed and version mean equal rows: names, storage classes and bytes
 * of all cells that are not NULL. The seed is random and secret to the client, so that nobody can
 * make rows that collide. Not thread-safe.
 */
public final class RowHasher {
  /** Of the form of the hash; hashes of different versions are not comparable. */
  public static final int VERSION = 1;

  private final ColumnOrder order;
  private final Hasher64 hasher;
  private final HashStream64 stream;
  private final CellBytes bytes;

  public RowHasher(TablePlan plan, long seed) {
    order = new ColumnOrder(plan);
    hasher = Hashing.xxh3_64(seed);
    stream = hasher.hashStream();
    bytes = new CellBytes(stream::putBytes);
  }

  public long hash(Row row) {
    bytes.clear();
    order.put(row, bytes);
    return bytes.spilled()
        ? hashOfStream()
        : hasher.hashBytesToLong(bytes.array(), 0, bytes.length());
  }

  private long hashOfStream() {
    bytes.spill();
    long hash = stream.getAsLong();
    stream.reset();
    return hash;
  }
}
