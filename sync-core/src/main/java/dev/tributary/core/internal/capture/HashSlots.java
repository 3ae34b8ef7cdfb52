package dev.tributary.core.internal.capture;

/**
 * A hash table of 128-bit keys with two values each, over a {@link SlotArray}.
 *
 * <p>A slot stays where it is until the table is copied; the caller copies it into a larger one
 * before it is {@link #isFull()}. Linear probing; the keys are hashes already.
 */
final class HashSlots {
  private static final int HIGH = 0;
  private static final int LOW = 1;
  private static final int VALUE = 2;
  private static final int OTHER = 3;

  /** In place of the high word: a slot never used, and one whose key was removed. */
  private static final long EMPTY = 0;

  private static final long REMOVED = 1;
  private static final int SMALLEST = 64;
  private static final int LARGEST = 1 << 30;

  private final SlotArray array;
  private final int slots;
  private int size;
  private int removed;

  /**
   * @param size keys in the array
   * @param removed slots whose key was removed
   */
  HashSlots(SlotArray array, int size, int removed) {
    this.array = array;
    this.slots = array.slots();
    this.size = size;
    this.removed = removed;
  }

  /** The number of slots for that many keys, with room for some more. */
  static int slotsFor(long keys) {
    return (int) Math.max(SMALLEST, Math.min(LARGEST, keys + keys / 2));
  }

  int size() {
    return size;
  }

  int removed() {
    return removed;
  }

  SlotArray array() {
    return array;
  }

  /** Whether the next key needs a larger table: longer walks would cost more than a copy. */
  boolean isFull() {
    return size + (long) removed >= slots / 4 * 3L;
  }

  /** The slot of the key; if there is none, the complement of the slot that it would get. */
  int find(long high, long low) {
    long wanted = normal(high);
    int free = -1;
    for (int slot = home(low); ; slot = slot + 1 == slots ? 0 : slot + 1) {
      long found = array.word(slot, HIGH);
      if (found == wanted && array.word(slot, LOW) == low) {
        return slot;
      }
      if (found == REMOVED && free < 0) {
        free = slot;
      } else if (found == EMPTY) {
        return ~(free < 0 ? slot : free);
      }
    }
  }

  /**
   * @param slot what {@link #find} gave, turned back
   */
  void add(int slot, long high, long low, long value, long other) {
    if (array.word(slot, HIGH) == REMOVED) {
      removed--;
    }
    size++;
    array.word(slot, HIGH, normal(high));
    array.word(slot, LOW, low);
    array.word(slot, VALUE, value);
    array.word(slot, OTHER, other);
  }

  void remove(int slot) {
    array.word(slot, HIGH, REMOVED);
    size--;
    removed++;
  }

  boolean isUsed(int slot) {
    long high = array.word(slot, HIGH);
    return high != EMPTY && high != REMOVED;
  }

  long high(int slot) {
    return array.word(slot, HIGH);
  }

  long low(int slot) {
    return array.word(slot, LOW);
  }

  long value(int slot) {
    return array.word(slot, VALUE);
  }

  void value(int slot, long value) {
    array.word(slot, VALUE, value);
  }

  long other(int slot) {
    return array.word(slot, OTHER);
  }

  int slots() {
    return slots;
  }

  private int home(long low) {
    return (int) (((low >>> 32) * slots) >>> 32);
  }

  /** Two of 2^64 high words are taken for other uses. */
  private static long normal(long high) {
    return high == EMPTY || high == REMOVED ? high + 2 : high;
  }
}
