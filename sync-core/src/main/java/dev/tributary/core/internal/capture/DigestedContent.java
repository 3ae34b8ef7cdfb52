package dev.tributary.core.internal.capture;

import dev.tributary.core.internal.table.KeyHash;
import dev.tributary.core.internal.table.Row;
import dev.tributary.core.internal.table.TablePlan;
import java.nio.file.Path;

/**
 * SHA-256 of the whole row, and for the second of equal rows and all further ones, of that and its
 * number.
 */
final class DigestedContent implements KeyScheme {
  private final ColumnOrder order;
  private final Sha256 sha = new Sha256();
  private final CellBytes bytes = new CellBytes(sha::put);
  private final Occurrences occurrences;

  DigestedContent(TablePlan plan, Path spill) {
    order = new ColumnOrder(plan);
    occurrences = new Occurrences(spill);
  }

  @Override
  public void startScan() {
    occurrences.clear();
  }

  @Override
  public KeyHash hash(Row row) {
    bytes.clear();
    order.put(row, bytes);
    bytes.spill();
    KeyHash content = sha.finish();
    long earlier = occurrences.count(content);
    return earlier == 0 ? content : numbered(content, earlier);
  }

  private KeyHash numbered(KeyHash content, long number) {
    bytes.clear();
    bytes.putLong(content.high());
    bytes.putLong(content.low());
    bytes.putLong(number);
    bytes.spill();
    return sha.finish();
  }
}
