package dev.tributary.core.internal.verify;

import com.dynatrace.hash4j.hashing.HashStream64;
import com.dynatrace.hash4j.hashing.Hashing;
import dev.tributary.core.internal.table.Row;

/** One hash for each cell of a row, to find out later which of them differ. */
final class CellHashes {
  private final HashStream64 stream = Hashing.xxh3_64().hashStream();

  long[] of(Row row) {
    long[] hashes = new long[row.width()];
    for (int i = 0; i < hashes.length; i++) {
      hashes[i] = hash(row, i);
    }
    return hashes;
  }

  private long hash(Row row, int column) {
    stream.reset();
    stream.putByte(row.type(column));
    switch (row.type(column)) {
      case Row.INTEGER, Row.REAL -> stream.putLong(row.bits(column));
      case Row.TEXT, Row.BLOB -> stream.putBytes(row.bytes(column));
      default -> {} // NULL has nothing but its class
    }
    return stream.getAsLong();
  }
}
