package dev.tributary.core.internal.capture;

import dev.tributary.core.internal.table.KeyHash;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Counts how often each row was seen in a scan.
 *
 * <p>Exact for any number of rows; on the heap while they are few, then in a file that has no name.
 */
final class Occurrences {
  private final Path directory;
  private HashedRows counts;

  Occurrences(Path directory) {
    this.directory = directory;
    this.counts = table(0);
  }

  void clear() {
    counts = table(0);
  }

  /** How often the row was seen before; counts it. */
  long count(KeyHash content) {
    int row = counts.find(content.high(), content.low());
    if (row >= 0) {
      long earlier = counts.value(row);
      counts.value(row, earlier + 1);
      return earlier;
    }
    if (counts.isFull()) {
      grow();
    }
    counts.add(content.high(), content.low(), 1, 0);
    return 0;
  }

  private void grow() {
    HashedRows larger = table(2L * counts.used());
    for (int row = 0; row < counts.used(); row++) {
      larger.add(counts.high(row), counts.low(row), counts.value(row), 0);
    }
    counts = larger;
  }

  private HashedRows table(long rows) {
    int capacity = HashedRows.capacityFor(rows);
    return HashedRows.isSmall(capacity) ? HashedRows.onHeap(capacity) : inFile(capacity);
  }

  private HashedRows inFile(int capacity) {
    try {
      Path file = Files.createTempFile(directory, "rows", ".counts");
      try (FileChannel channel =
          FileChannel.open(
              file,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE)) {
        return HashedRows.create(channel, 0, capacity);
      }
    } catch (IOException e) {
      throw IndexFailure.of(directory, e);
    }
  }
}
