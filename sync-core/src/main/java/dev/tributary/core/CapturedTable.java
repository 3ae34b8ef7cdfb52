package dev.tributary.core;

import dev.tributary.api.Cell;
import dev.tributary.api.ChangeCapture.TableChange;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.RowChange;
import dev.tributary.api.RowKey;
import dev.tributary.core.internal.capture.BaseIndex;
import dev.tributary.core.internal.capture.Changes;
import dev.tributary.core.internal.capture.KeyHasher;
import dev.tributary.core.internal.capture.Oversized;
import dev.tributary.core.internal.capture.RowHasher;
import dev.tributary.core.internal.capture.RowScanner;
import dev.tributary.core.internal.capture.TableDiff;
import dev.tributary.core.internal.table.KeyHash;
import dev.tributary.core.internal.table.KeyPlan.Kind;
import dev.tributary.core.internal.table.Row;
import dev.tributary.core.internal.table.TablePlan;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.sqlite.SQLiteConnection;

/** One table as it was captured last: its plan, and the index of its rows. */
record CapturedTable(TablePlan plan, Path base) {
  private static final String STATE = "captured";

  /** The base never leaves this process, so nobody can prepare rows that collide. */
  private static final long SEED = new SecureRandom().nextLong();

  private static final long MAX_CELL_BYTES = 512L << 20;

  static CapturedTable empty(TablePlan plan, Path base) {
    try (BaseIndex index = BaseIndex.create(base, plan, 0)) {
      index.stamp(STATE);
    }
    return new CapturedTable(plan, base);
  }

  /** The same rows, to go on from; this one stays as it is. */
  CapturedTable copy(TablePlan now, Path to) {
    BaseIndex.copy(base, to);
    return new CapturedTable(now, to);
  }

  /** Tells the changes, the deletes first; returns the rows read. */
  long capture(SQLiteConnection sqlite, Consumer<TableChange> onChange) {
    RowScanner scanner = new RowScanner(sqlite, plan, MAX_CELL_BYTES);
    try (BaseIndex index = open()) {
      TableDiff diff =
          new TableDiff(
              scanner,
              new RowHasher(plan, SEED),
              new KeyHasher(plan, SEED, base.toAbsolutePath().getParent()),
              index);
      long read = diff.runGoneFirst(new Telling(onChange)).read();
      requireAllRead(scanner.oversized());
      index.stamp(STATE);
      return read;
    }
  }

  void tellAllGone(Consumer<TableChange> onChange) {
    try (BaseIndex index = open()) {
      index.startScan();
      index.forEachUnseen(new Telling(onChange)::gone);
    }
  }

  void delete() {
    BaseIndex.delete(base);
  }

  private BaseIndex open() {
    return BaseIndex.open(base, plan)
        .orElseThrow(
            () ->
                new ConfigurationInvalid(
                    "the base of table %s in %s is damaged; begin anew with an empty work directory"
                        .formatted(plan.source(), base.getParent())));
  }

  private void requireAllRead(List<Oversized> oversized) {
    if (!oversized.isEmpty()) {
      throw new ConfigurationInvalid(
          "table %s, column %s: a cell of %d bytes is too large to capture; the limit is %d"
              .formatted(
                  plan.source(),
                  oversized.get(0).column(),
                  oversized.get(0).bytes(),
                  MAX_CELL_BYTES));
    }
  }

  /** Turns rows into values that live on. */
  private final class Telling implements Changes {
    private final Consumer<TableChange> onChange;
    private final int[] keyPositions = plan.keyPositions();

    Telling(Consumer<TableChange> onChange) {
      this.onChange = onChange;
    }

    @Override
    public void upsert(Row row, KeyHash key, long hash, boolean inBase) {
      tell(new RowChange.Upsert(key(row, key), row.image(plan.columns())));
    }

    @Override
    public void gone(Row keyCells, KeyHash key) {
      tell(new RowChange.Delete(key(keyCells, key)));
    }

    private void tell(RowChange change) {
      onChange.accept(new TableChange(plan.source(), change));
    }

    private RowKey key(Row row, KeyHash hash) {
      return plan.key().kind() == Kind.ROWS
          ? new RowKey(List.of(new Cell.Blob(bytes(hash))))
          : new RowKey(IntStream.of(keyPositions).mapToObj(row::cell).toList());
    }

    private static byte[] bytes(KeyHash hash) {
      return ByteBuffer.allocate(16).putLong(hash.high()).putLong(hash.low()).array();
    }
  }
}
