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
  private static final int REMOVED_ALLOWED = 10_000;

  private final Path path;
  private final long shape;
  private final int[] keyPositions;
  private final Row keyRow;
  private IndexFiles files;
  private BitSet seen = new BitSet();
  private boolean dirty;
  private String epoch;

  private BaseIndex(Path path, TablePlan plan, IndexFiles files, IndexHeader header) {
    this.path = path;
    this.files = files;
    this.shape = header.shape();
    this.keyPositions = keyPositions(plan);
    this.keyRow = new Row(plan.columns().size());
    this.epoch = header.epoch();
    this.dirty = header.epoch().isEmpty();
  }

  /** An empty index in place of what was there. A wrong number of rows only costs time. */
  public static BaseIndex create(Path path, TablePlan plan, long expectedRows) {
    IndexFiles files = IndexFiles.create(path, keyPositions(plan), expectedRows);
    return new BaseIndex(path, plan, files, header(IndexShape.of(plan), files, ""));
  }

  /** The index that was stamped last; empty when there is none that can be believed. */
  public static Optional<BaseIndex> open(Path path, TablePlan plan) {
    return IndexFiles.header(path)
        .filter(header -> header.boot().equals(BootId.current()))
        .filter(header -> header.shape() == IndexShape.of(plan))
        .flatMap(
            header ->
                IndexFiles.open(path, keyPositions(plan), header)
                    .map(files -> new BaseIndex(path, plan, files, header)));
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
    return files.rows().size();
  }

  /** The hash of the row with that key. */
  public OptionalLong rowHash(KeyHash key) {
    int at = find(key);
    return at < 0 ? OptionalLong.empty() : OptionalLong.of(hashAt(at));
  }

  /**
   * Adds or replaces a row.
   *
   * @param row has the key cells; of the others nothing is kept
   */
  public void put(KeyHash key, long rowHash, Row row) {
    int at = find(key);
    if (at < 0) {
      add(key, rowHash, row);
    } else {
      replaceHash(at, rowHash);
    }
  }

  public void remove(KeyHash key) {
    int at = find(key);
    if (at >= 0) {
      removeAt(at);
    }
  }

  /** Forgets which rows were seen. */
  public void startScan() {
    seen.clear();
    files.rows().rewind();
  }

  /** Rows not seen since {@link #startScan()}. */
  public long unseen() {
    return size() - seen.cardinality();
  }

  /** Tells the rows not seen since {@link #startScan()}. */
  public void forEachUnseen(KeyConsumer consumer) {
    HashedRows rows = files.rows();
    for (int at = seen.nextClearBit(0); at < rows.used(); at = seen.nextClearBit(at + 1)) {
      if (rows.isThere(at)) {
        tell(at, consumer);
      }
    }
  }

  /** As {@link #forEachUnseen}, and removes them. */
  public void removeUnseen(KeyConsumer consumer) {
    HashedRows rows = files.rows();
    for (int at = seen.nextClearBit(0); at < rows.used(); at = seen.nextClearBit(at + 1)) {
      if (rows.isThere(at)) {
        tell(at, consumer);
        removeAt(at);
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
    if (files.rows().used() - size() > size() + REMOVED_ALLOWED) {
      rebuild();
    }
    files.stamp(header(shape, files, stateEpoch));
    epoch = stateEpoch;
    dirty = false;
  }

  /** Closes the files. What was changed since the last stamp is lost. */
  @Override
  public void close() {
    files.close();
  }

  /** Where the row is; negative when there is none. */
  int find(KeyHash key) {
    return files.rows().find(key.high(), key.low());
  }

  long hashAt(int at) {
    return files.rows().value(at);
  }

  void replaceHash(int at, long rowHash) {
    beforeChange();
    files.rows().value(at, rowHash);
  }

  /** Marks the row as seen; false if it was already. */
  boolean see(int at) {
    boolean first = !seen.get(at);
    seen.set(at);
    return first;
  }

  /** Adds a row whose key is not there, as seen. */
  void add(KeyHash key, long rowHash, Row row) {
    beforeChange();
    if (files.rows().isFull()) {
      rebuild();
    }
    long offset = keyPositions.length == 0 ? 0 : files.keys().append(row);
    seen.set(files.rows().add(key.high(), key.low(), rowHash, offset));
  }

  private void removeAt(int at) {
    beforeChange();
    files.rows().remove(at);
    seen.clear(at);
  }

  private void tell(int at, KeyConsumer consumer) {
    HashedRows rows = files.rows();
    files.keys().read(rows.other(at), keyRow);
    consumer.accept(keyRow, new KeyHash(rows.high(at), rows.low(at)));
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
    HashedRows rows = files.rows();
    for (int at = 0; at < rows.used(); at++) {
      if (rows.isThere(at)) {
        seenThere.set(copy(at, larger), seen.get(at));
      }
    }
    files = larger.replacing(files);
    seen = seenThere;
  }

  private int copy(int at, IndexFiles target) {
    HashedRows rows = files.rows();
    long offset = 0;
    if (keyPositions.length > 0) {
      files.keys().read(rows.other(at), keyRow);
      offset = target.keys().append(keyRow);
    }
    return target.rows().add(rows.high(at), rows.low(at), rows.value(at), offset);
  }

  private static IndexHeader header(long shape, IndexFiles files, String epoch) {
    HashedRows rows = files.rows();
    return new IndexHeader(
        BootId.current(),
        shape,
        rows.capacity(),
        rows.used(),
        rows.size(),
        files.keys().bytes(),
        epoch);
  }

  /** Elsewhere the key hash itself is the key in the mirror. */
  private static int[] keyPositions(TablePlan plan) {
    return plan.key().kind() == Kind.COLUMNS ? plan.keyPositions() : new int[0];
  }
}
