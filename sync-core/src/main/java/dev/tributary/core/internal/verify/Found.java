package dev.tributary.core.internal.verify;

import dev.tributary.api.VerifyReport;
import java.util.List;

/**
 * What a comparison of one table found.
 *
 * @param rows of the source
 * @param inMirror rows of the mirror
 * @param foreign extra rows that others put into the mirror
 * @param unread rows of the source with a cell too large to read; part of {@code missing}
 */
record Found(
    String table,
    int columns,
    long rows,
    long inMirror,
    long missing,
    long extra,
    long different,
    long foreign,
    long unread,
    List<String> examples) {

  VerifyReport.Table report(long repaired) {
    return new VerifyReport.Table(
        table, rows, rows * columns, missing, extra, different, repaired, examples);
  }
}
