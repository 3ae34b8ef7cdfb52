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
  private HashSlots counts;

  Occurrences(Path directory) {
    this.directory = directory;
    this.counts = table(0);
  }

  void clear() {
    counts = table(0);
  }

  /** How often the row was seen before; counts it. */
  long count(KeyHash content) {
    if (counts.isFull()) {
      grow();
    }
    int slot = counts.find(content.high(), content.low());
    if (slot < 0) {
      counts.add(~slot, content.high(), content.low(), 1, 0);
      return 0;
    }
    long earlier = counts.value(slot);
    counts.value(slot, earlier + 1);
    return earlier;
  }

  private void grow() {
    HashSlots larger = table(2L * counts.slots());
    for (int slot = 0; slot < counts.slots(); slot++) {
      if (counts.isUsed(slot)) {
        long high = counts.high(slot);
        long low = counts.low(slot);
        larger.add(~larger.find(high, low), high, low, counts.value(slot), 0);
      }
    }
    counts = larger;
  }

  private HashSlots table(long keys) {
    int slots = HashSlots.slotsFor(keys);
    try {
      if (SlotArray.isSmall(slots)) {
        return new HashSlots(SlotArray.onHeap(slots), 0, 0);
      }
      Path file = Files.createTempFile(directory, "rows", ".counts");
      try (FileChannel channel =
          FileChannel.open(
              file,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE,
              StandardOpenOption.DELETE_ON_CLOSE)) {
        return new HashSlots(SlotArray.create(channel, 0, slots), 0, 0);
      }
    } catch (IOException e) {
      throw IndexFailure.of(directory, e);
    }
  }
}
