package dev.tributary.core.internal.capture;

import dev.tributary.core.internal.table.KeyHash;
import dev.tributary.core.internal.table.KeyPlan.Kind;
import dev.tributary.core.internal.table.Row;
import dev.tributary.core.internal.table.TablePlan;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * This node's copy of what the mirror holds of one table: the hash of each row by the hash of its
 * key, and the key cells where they are the key in the mirror.
 *
 * <p>It may be lost at any time, and is believed only if its stamp is the state that the mirror has
 * now: from the first change until the next stamp the files count as unusable. Large ones live in
 * mapped files, off the heap. Not thread-safe.
 */
public final class BaseIndex implements AutoCloseable {
  private static final int DEAD_KEYS_ALLOWED = 10_000;

  private final Path path;
  private final long shape;
  private final int[] keyPositions;
  private final Row keyRow;
  private IndexFiles files;
  private BitSet seen = new BitSet();
  private long dead;
  private boolean dirty;
  private String epoch;

  private BaseIndex(Path path, TablePlan plan, IndexFiles files, IndexHeader header) {
    this.path = path;
    this.files = files;
    this.shape = header.shape();
    this.keyPositions = keyPositions(plan);
    this.keyRow = new Row(plan.columns().size());
    this.dead = header.dead();
    this.epoch = header.epoch();
    this.dirty = header.epoch().isEmpty();
  }

  /** An empty index in place of what was there. A wrong number of rows only costs time. */
  public static BaseIndex create(Path path, TablePlan plan, long expectedRows) {
    IndexFiles files = IndexFiles.create(path, keyPositions(plan), expectedRows);
    return new BaseIndex(path, plan, files, header(IndexShape.of(plan), files, 0, ""));
  }

  /** The index that was stamped last; empty when there is none that can be believed. */
  public static Optional<BaseIndex> open(Path path, TablePlan plan) {
    return IndexFiles.header(path)
        .filter(header -> header.boot().equals(BootId.current()))
        .filter(header -> header.shape() == IndexShape.of(plan))
        .map(
            header ->
                new BaseIndex(
                    path, plan, IndexFiles.open(path, keyPositions(plan), header), header));
  }

  /** Copies the files of a stamped index that is not open. */
  public static void copy(Path from, Path to) {
    IndexFiles.copy(from, to);
  }

  public static void delete(Path path) {
    IndexFiles.delete(path);
  }

  /** The number of rows. */
  public long size() {
    return files.slots().size();
  }

  /** The hash of the row with that key. */
  public OptionalLong rowHash(KeyHash key) {
    int slot = find(key);
    return slot < 0 ? OptionalLong.empty() : OptionalLong.of(hashAt(slot));
  }

  /**
   * Adds or replaces a row.
   *
   * @param row has the key cells; of the others nothing is kept
   */
  public void put(KeyHash key, long rowHash, Row row) {
    int slot = find(key);
    if (slot < 0) {
      add(key, rowHash, row);
    } else {
      replaceHash(slot, rowHash);
    }
  }

  public void remove(KeyHash key) {
    int slot = find(key);
    if (slot >= 0) {
      removeAt(slot);
    }
  }

  /** Forgets which rows were seen. */
  public void startScan() {
    seen.clear();
  }

  /** Rows not seen since {@link #startScan()}. */
  public long unseen() {
    return size() - seen.cardinality();
  }

  /** Tells the rows not seen since {@link #startScan()}: the key cells in an else empty row. */
  public void forEachUnseen(KeyConsumer consumer) {
    HashSlots slots = files.slots();
    for (int slot = 0; slot < slots.slots(); slot++) {
      if (slots.isUsed(slot) && !seen.get(slot)) {
        tell(slot, consumer);
      }
    }
  }

  /** As {@link #forEachUnseen}, and removes them. */
  public void removeUnseen(KeyConsumer consumer) {
    HashSlots slots = files.slots();
    for (int slot = 0; slot < slots.slots(); slot++) {
      if (slots.isUsed(slot) && !seen.get(slot)) {
        tell(slot, consumer);
        removeAt(slot);
      }
    }
  }

  /** The state that the index holds; empty since the first change. */
  public Optional<String> stampedEpoch() {
    return dirty ? Optional.empty() : Optional.of(epoch);
  }

  /** Says that the index holds what the mirror has in that state. */
  public void stamp(String stateEpoch) {
    if (stateEpoch.isEmpty()) {
      throw new IllegalArgumentException("a state has a name");
    }
    if (dead > size() + DEAD_KEYS_ALLOWED) {
      rebuild();
    }
    files.stamp(header(shape, files, dead, stateEpoch));
    epoch = stateEpoch;
    dirty = false;
  }

  /** Closes the files. What was changed since the last stamp is lost. */
  @Override
  public void close() {
    files.close();
  }

  /** The slot of the key; negative when there is none. */
  int find(KeyHash key) {
    return files.slots().find(key.high(), key.low());
  }

  long hashAt(int slot) {
    return files.slots().value(slot);
  }

  void replaceHash(int slot, long rowHash) {
    beforeChange();
    files.slots().value(slot, rowHash);
  }

  /** Marks the row as seen; false if it was already. */
  boolean see(int slot) {
    boolean first = !seen.get(slot);
    seen.set(slot);
    return first;
  }

  /** Adds a row whose key is not there, as seen. */
  void add(KeyHash key, long rowHash, Row row) {
    beforeChange();
    if (files.slots().isFull()) {
      rebuild();
    }
    int slot = ~find(key);
    long offset = keyPositions.length == 0 ? 0 : files.keys().append(row);
    files.slots().add(slot, key.high(), key.low(), rowHash, offset);
    seen.set(slot);
  }

  private void removeAt(int slot) {
    beforeChange();
    files.slots().remove(slot);
    seen.clear(slot);
    dead++;
  }

  private void tell(int slot, KeyConsumer consumer) {
    HashSlots slots = files.slots();
    files.keys().read(slots.other(slot), keyRow);
    consumer.accept(keyRow, new KeyHash(slots.high(slot), slots.low(slot)));
  }

  private void beforeChange() {
    if (!dirty) {
      files.markDirty();
      dirty = true;
    }
  }

  /** Copies what is alive into new files with room for as much again. */
  private void rebuild() {
    beforeChange();
    Path next = path.resolveSibling(path.getFileName() + ".next");
    IndexFiles larger = IndexFiles.create(next, keyPositions, 2 * size());
    BitSet seenThere = new BitSet();
    HashSlots slots = files.slots();
    for (int slot = 0; slot < slots.slots(); slot++) {
      if (slots.isUsed(slot)) {
        int moved = copy(slot, larger);
        seenThere.set(moved, seen.get(slot));
      }
    }
    files = larger.replacing(files);
    seen = seenThere;
    dead = 0;
  }

  private int copy(int slot, IndexFiles target) {
    HashSlots from = files.slots();
    long offset = 0;
    if (keyPositions.length > 0) {
      files.keys().read(from.other(slot), keyRow);
      offset = target.keys().append(keyRow);
    }
    int moved = ~target.slots().find(from.high(slot), from.low(slot));
    target.slots().add(moved, from.high(slot), from.low(slot), from.value(slot), offset);
    return moved;
  }

  private static IndexHeader header(long shape, IndexFiles files, long dead, String epoch) {
    HashSlots slots = files.slots();
    return new IndexHeader(
        BootId.current(),
        shape,
        slots.slots(),
        slots.size(),
        slots.removed(),
        files.keys().bytes(),
        dead,
        epoch);
  }

  /** Elsewhere the key hash itself is the key in the mirror. */
  private static int[] keyPositions(TablePlan plan) {
    return plan.key().kind() == Kind.COLUMNS ? plan.keyPositions() : new int[0];
  }
}
