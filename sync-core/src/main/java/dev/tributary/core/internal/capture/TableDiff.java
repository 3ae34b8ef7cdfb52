package dev.tributary.core.internal.capture;

import dev.tributary.api.Cell;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.core.internal.table.KeyHash;
import dev.tributary.core.internal.table.KeyPlan.Kind;
import dev.tributary.core.internal.table.Row;
import dev.tributary.core.internal.table.TablePlan;
import java.util.List;
import java.util.Objects;

/**
 * Finds the differences of one table against its base.
 *
 * <p>Exact: after the told changes the mirror holds the rows of the scan, and no others. Rows too
 * large to read stay as they are in the base. The index is brought up to date on the way; when
 * anything fails it is not to be used again.
 */
public final class TableDiff {
  private final TablePlan plan;
  private final RowScanner scanner;
  private final RowHasher hasher;
  private final KeyHasher keys;
  private final BaseIndex index;

  public TableDiff(RowScanner scanner, RowHasher hasher, KeyHasher keys, BaseIndex index) {
    this.plan = scanner.plan();
    this.scanner = scanner;
    this.hasher = Objects.requireNonNull(hasher, "hasher");
    this.keys = Objects.requireNonNull(keys, "keys");
    this.index = Objects.requireNonNull(index, "index");
  }

  /** Tells changed rows while it reads, then the keys that are gone. */
  public Counts run(Changes changes) {
    return upsertsThenGone(changes, Look.AT_CHANGED);
  }

  /** As {@link #run}, but tells every row: for columns that go somewhere else than before. */
  public Counts runTellingAll(Changes changes) {
    return upsertsThenGone(changes, Look.AT_ALL);
  }

  /** As {@link #run}, but tells the keys that are gone first; reads the table twice for that. */
  public Counts runGoneFirst(Changes changes) {
    startScan();
    long before = index.size();
    if (before > 0) {
      scanner.scan(this::see);
    }
    long gone = tellGone(changes, before);
    Counts counts = upsertsThenGone(changes, Look.AT_CHANGED);
    return new Counts(counts.read(), counts.upserts(), gone + counts.gone());
  }

  private Counts upsertsThenGone(Changes changes, Look look) {
    startScan();
    long before = index.size();
    Upserts upserts = new Upserts(changes, look);
    long read = scanner.scan(upserts);
    return new Counts(read, upserts.count, tellGone(changes, before));
  }

  private void startScan() {
    index.startScan();
    keys.startScan();
  }

  private void see(Row row) {
    int at = index.find(keys.hash(row));
    if (at >= 0) {
      index.see(at);
    }
  }

  /**
   * @param before rows of the base; by now those that are new are in the index, too
   */
  private long tellGone(Changes changes, long before) {
    scanner.oversized().forEach(this::keep);
    long gone = index.unseen();
    if (gone > 0) {
      changes.beforeGone(gone, before);
      index.removeUnseen(changes::gone);
    }
    return gone;
  }

  /** Such a row is still there; only its content cannot be read. */
  private void keep(Oversized oversized) {
    List<Cell> cells = oversized.key().cells();
    if (plan.key().kind() == Kind.ROWS || cells.contains(Cell.NULL)) {
      return; // too large is the key itself, so the mirror cannot have it
    }
    Row row = new Row(plan.columns().size());
    int[] positions = plan.keyPositions();
    for (int i = 0; i < positions.length; i++) {
      row.set(positions[i], cells.get(i));
    }
    see(row);
  }

  private enum Look {
    AT_CHANGED,
    AT_ALL
  }

  /** Compares each row with the base. */
  private final class Upserts implements RowConsumer {
    private final Changes changes;
    private final Look look;
    private long count;

    Upserts(Changes changes, Look look) {
      this.changes = changes;
      this.look = look;
    }

    @Override
    public void accept(Row row) {
      KeyHash key = keys.hash(row);
      long hash = hasher.hash(row);
      int at = index.find(key);
      if (at < 0) {
        tell(row, key, hash, false);
        index.add(key, hash, row);
        return;
      }
      if (!index.see(at)) {
        throw twice();
      }
      boolean changed = index.hashAt(at) != hash;
      if (changed || look == Look.AT_ALL) {
        tell(row, key, hash, true);
      }
      if (changed) {
        index.replaceHash(at, hash);
      }
    }

    private void tell(Row row, KeyHash key, long hash, boolean inBase) {
      changes.upsert(row, key, hash, inBase);
      count++;
    }
  }

  private ConfigurationInvalid twice() {
    return new ConfigurationInvalid(
        "table %s has two rows with the same key %s: its index is damaged; run PRAGMA"
                .formatted(plan.source(), plan.key().columns())
            + " integrity_check and REINDEX on the file");
  }
}
