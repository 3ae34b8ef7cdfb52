package dev.tributary.core.internal.capture;

import dev.tributary.core.internal.table.KeyHash;
import dev.tributary.core.internal.table.Row;
import dev.tributary.core.internal.table.TablePlan;

/** SHA-256 of the key cells. */
final class DigestedKey implements KeyScheme {
  private final int[] positions;
  private final Sha256 sha = new Sha256();
  private final CellBytes bytes = new CellBytes(sha::put);

  DigestedKey(TablePlan plan) {
    positions = plan.keyPositions();
  }

  @Override
  public KeyHash hash(Row row) {
    bytes.clear();
    for (int position : positions) {
      bytes.putCell(row, position);
    }
    bytes.spill();
    return sha.finish();
  }
}
