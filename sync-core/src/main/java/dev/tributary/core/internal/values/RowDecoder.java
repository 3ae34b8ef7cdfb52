package dev.tributary.core.internal.values;

import dev.tributary.core.internal.table.ColumnPlan;
import dev.tributary.core.internal.table.Row;
import dev.tributary.core.internal.table.TablePlan;
import dev.tributary.core.internal.table.TextEncoding;

/**
 * Reads rows of a binary COPY back into the cells of the source.
 *
 * <p>The inverse of {@link RowEncoder}. One per table and thread.
 */
public final class RowDecoder {
  private final ColumnCodec[] codecs;
  private final ExtraReader extra;

  public RowDecoder(TablePlan plan, TextEncoding encoding) {
    TextForm form = TextForm.of(encoding);
    codecs =
        plan.columns().stream()
            .map(column -> ColumnCodec.of(column.type(), form))
            .toArray(ColumnCodec[]::new);
    extra = new ExtraReader(plan.columns().stream().map(ColumnPlan::target).toList(), form);
  }

  /**
   * Reads a row that nobody else has touched. The fields are the plan's columns and then {@code
   * _sync_extra}; others may follow.
   */
  public void decode(CopyRow fields, Row into) {
    extra.read(fields, codecs.length, into);
    for (int i = 0; i < codecs.length; i++) {
      if (!extra.has(i)) {
        decodeField(fields, i, into);
      }
    }
  }

  /**
   * Reads a row that others may have changed: where a column does not show the cell in {@code
   * _sync_extra} any more, somebody wrote the column, and its value counts.
   */
  public void decodeTouched(CopyRow fields, Row into) {
    extra.read(fields, codecs.length, into);
    for (int i = 0; i < codecs.length; i++) {
      if (!extra.has(i) || !codecs[i].shows(into, i, fields, i)) {
        decodeField(fields, i, into);
      }
    }
  }

  private void decodeField(CopyRow fields, int column, Row into) {
    if (fields.isNull(column)) {
      into.setNull(column);
    } else {
      codecs[column].decode(fields, column, into, column);
    }
  }
}
