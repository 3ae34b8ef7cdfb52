package dev.tributary.core.internal.values;

import dev.tributary.core.internal.table.ColumnPlan;
import dev.tributary.core.internal.table.KeyHash;
import dev.tributary.core.internal.table.Row;
import dev.tributary.core.internal.table.TablePlan;
import dev.tributary.core.internal.table.TargetType;
import dev.tributary.core.internal.table.TextEncoding;

/**
 * Writes rows of one table as rows of a binary COPY.
 *
 * <p>{@link RowDecoder} gives back exactly the cells that were written. One per table and thread.
 */
public final class RowEncoder {
  /** What surely fits into a b-tree entry, beside the fields' lengths. */
  private static final int MAX_KEY_BYTES = 1000;

  private static final KeyHash NO_KEY = new KeyHash(0, 0);

  private final ColumnCodec[] codecs;
  private final TargetType[] types;
  private final ExtraJson extra;
  private final int[] key;
  private final boolean keyed;
  private final CopyBuffer keyFields = new CopyBuffer(2 * MAX_KEY_BYTES);

  public RowEncoder(TablePlan plan, TextEncoding encoding) {
    TextForm form = TextForm.of(encoding);
    types = plan.columns().stream().map(ColumnPlan::type).toArray(TargetType[]::new);
    codecs = new ColumnCodec[types.length];
    for (int i = 0; i < types.length; i++) {
      codecs[i] = ColumnCodec.of(types[i], form);
    }
    extra = new ExtraJson(plan.columns().stream().map(ColumnPlan::target).toList(), encoding);
    key = plan.keyPositions();
    keyed = plan.key().hasSyncKey();
  }

  /**
   * Writes one row: the plan's columns, {@code _sync_hash}, {@code _sync_xid}, {@code _sync_extra}
   * and, iff the plan has it, {@code _sync_key}. Returns the number of stray cells.
   */
  public int encode(Row row, long hash, long xid, KeyHash syncKey, CopyBuffer out) {
    out.startRow(codecs.length + (keyed ? 4 : 3));
    int found = encodeColumns(row, out);
    out.int64(hash);
    out.int64(xid);
    extra.putField(out);
    if (keyed) {
      out.uuid(syncKey.high(), syncKey.low());
    }
    return found;
  }

  /** Writes one row of a table without {@code _sync_key}. Returns the number of stray cells. */
  public int encode(Row row, long hash, long xid, CopyBuffer out) {
    if (keyed) {
      throw new IllegalStateException("the plan has a _sync_key: give it");
    }
    return encode(row, hash, xid, NO_KEY, out);
  }

  /**
   * Writes the fields of the plan's columns only. The exact cells of strays are in {@link #extra()}
   * afterwards. Returns their number.
   */
  public int encodeColumns(Row row, CopyBuffer out) {
    extra.clear();
    int found = 0;
    for (int i = 0; i < codecs.length; i++) {
      if (row.isNull(i)) {
        out.putNull();
      } else if (!codecs[i].encode(row, i, out)) {
        extra.add(i, row);
        found++;
      }
    }
    return found;
  }

  /** {@code _sync_extra} of the row encoded last. */
  public ExtraJson extra() {
    return extra;
  }

  /**
   * May the key columns be the primary key? Only if each holds its cell exactly, in a type that has
   * equality, and an index entry has room for them. Otherwise the table needs {@code _sync_key}.
   */
  public boolean keyIsExact(Row row) {
    keyFields.clear();
    for (int column : key) {
      boolean small = row.bytes(column).length <= MAX_KEY_BYTES;
      if (!small || !isKey(row, column) || !codecs[column].encode(row, column, keyFields)) {
        return false;
      }
    }
    return keyFields.length() <= MAX_KEY_BYTES;
  }

  /** PostgreSQL has no equality for json, and its -0.0 equals 0.0. */
  private boolean isKey(Row row, int column) {
    boolean minusZero = row.type(column) == Row.REAL && row.bits(column) == Long.MIN_VALUE;
    return !row.isNull(column) && types[column] != TargetType.JSON && !minusZero;
  }
}
