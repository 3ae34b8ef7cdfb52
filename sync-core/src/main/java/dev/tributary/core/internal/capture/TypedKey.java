package dev.tributary.core.internal.capture;

import com.dynatrace.hash4j.hashing.HashStream128;
import com.dynatrace.hash4j.hashing.HashValue128;
import com.dynatrace.hash4j.hashing.Hasher128;
import com.dynatrace.hash4j.hashing.Hashing;
import dev.tributary.core.internal.table.KeyHash;
import dev.tributary.core.internal.table.Row;
import dev.tributary.core.internal.table.TablePlan;

/** Seeded XXH3 of the key cells: fast, never stored in the mirror. */
final class TypedKey implements KeyScheme {
  private final int[] positions;
  private final Hasher128 hasher;
  private final HashStream128 stream;
  private final CellBytes bytes;

  TypedKey(TablePlan plan, long seed) {
    positions = plan.keyPositions();
    hasher = Hashing.xxh3_128(seed);
    stream = hasher.hashStream();
    bytes = new CellBytes(stream::putBytes);
  }

  @Override
  public KeyHash hash(Row row) {
    bytes.clear();
    for (int position : positions) {
      bytes.putCell(row, position);
    }
    HashValue128 hash =
        bytes.spilled()
            ? hashOfStream()
            : hasher.hashBytesTo128Bits(bytes.array(), 0, bytes.length());
    return new KeyHash(hash.getMostSignificantBits(), hash.getLeastSignificantBits());
  }

  private HashValue128 hashOfStream() {
    bytes.spill();
    HashValue128 hash = stream.get();
    stream.reset();
    return hash;
  }
}
