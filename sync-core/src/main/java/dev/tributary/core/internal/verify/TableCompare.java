package dev.tributary.core.internal.verify;

import dev.tributary.core.internal.capture.BaseIndex;
import dev.tributary.core.internal.capture.Changes;
import dev.tributary.core.internal.capture.Counts;
import dev.tributary.core.internal.capture.KeyHasher;
import dev.tributary.core.internal.capture.RowHasher;
import dev.tributary.core.internal.capture.RowScanner;
import dev.tributary.core.internal.capture.TableDiff;
import dev.tributary.core.internal.mirror.MirrorRows;
import dev.tributary.core.internal.mirror.MirrorSnapshot;
import dev.tributary.core.internal.table.KeyHash;
import dev.tributary.core.internal.table.Row;
import dev.tributary.core.internal.table.TablePlan;
import org.sqlite.SQLiteConnection;

/**
 * Compares one table: every row of the mirror is read and hashed as cells of the source, then every
 * row of the source.
 *
 * <p>What the last sync wrote down about the rows is not believed. Memory is bounded: the hashes
 * live in an index on this node's disk.
 */
final class TableCompare {
  private final MirrorSnapshot mirror;
  private final SQLiteConnection source;
  private final Scratch scratch;
  private final TablePlan plan;
  private final KeyHasher keys;
  private final RowHasher hasher;

  TableCompare(MirrorSnapshot mirror, SQLiteConnection source, Scratch scratch, TablePlan plan) {
    this.mirror = mirror;
    this.source = source;
    this.scratch = scratch;
    this.plan = plan;
    this.keys = new KeyHasher(plan, mirror.client().hashSeed(), scratch.directory());
    this.hasher = new RowHasher(plan, mirror.client().hashSeed());
  }

  /** Compares; {@code differences} hears of each one. */
  Found compare(long maxCellBytes, Differences differences) {
    Examples examples = new Examples(plan, mirror.schema().header().encoding());
    try (BaseIndex ours = BaseIndex.create(scratch.file("rows"), plan, 0);
        BaseIndex theirs = BaseIndex.create(scratch.file("foreign"), plan, 0)) {
      readMirror(ours, theirs);
      long inMirror = ours.size();
      RowScanner scanner = new RowScanner(source, plan, maxCellBytes);
      Tally tally = new Tally(theirs, examples, differences);
      Counts counts = new TableDiff(scanner, hasher, keys, ours).run(tally);
      long unread = scanner.oversized().size();
      nameColumns(examples);
      return new Found(
          plan.source(),
          plan.columns().size(),
          counts.read() + unread,
          inMirror,
          tally.missing + unread,
          counts.gone(),
          tally.different,
          tally.foreign,
          unread,
          examples.lines());
    }
  }

  RowHasher hasher() {
    return hasher;
  }

  private void readMirror(BaseIndex ours, BaseIndex theirs) {
    keys.startScan();
    try (MirrorRows rows = mirror.rows(plan)) {
      while (rows.next()) {
        KeyHash key = keyOf(rows);
        ours.put(key, hasher.hash(rows.row()), rows.row());
        if (rows.isForeign()) {
          theirs.put(key, 0, rows.row());
        }
      }
    }
  }

  /** The key by which the mirror tells its rows apart. */
  private KeyHash keyOf(MirrorRows rows) {
    return plan.key().hasSyncKey() ? rows.key() : keys.hash(rows.row());
  }

  private void nameColumns(Examples examples) {
    if (examples.wantsRows()) {
      try (MirrorRows rows = mirror.rows(plan)) {
        examples.look(rows, this::keyOf);
        rows.skipRest();
      }
    }
  }

  /** Counts the differences and passes them on. */
  private static final class Tally implements Changes {
    private final BaseIndex theirs;
    private final Examples examples;
    private final Differences differences;
    private long missing;
    private long different;
    private long foreign;

    Tally(BaseIndex theirs, Examples examples, Differences differences) {
      this.theirs = theirs;
      this.examples = examples;
      this.differences = differences;
    }

    @Override
    public void upsert(Row row, KeyHash key, long hash, boolean inBase) {
      if (inBase) {
        different++;
        examples.different(row, key);
        differences.different(row, key, hash);
      } else {
        missing++;
        examples.missing(row, key);
        differences.missing(row, key, hash);
      }
    }

    @Override
    public void gone(Row keyCells, KeyHash key) {
      examples.extra(keyCells, key);
      if (theirs.rowHash(key).isPresent()) {
        foreign++;
      } else {
        differences.extra(keyCells, key);
      }
    }
  }
}
