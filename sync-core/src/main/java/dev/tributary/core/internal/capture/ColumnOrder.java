package dev.tributary.core.internal.capture;

import com.dynatrace.hash4j.hashing.Hashing;
import dev.tributary.core.internal.table.ColumnPlan;
import dev.tributary.core.internal.table.Row;
import dev.tributary.core.internal.table.SourceName;
import dev.tributary.core.internal.table.TablePlan;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Puts a row's content into bytes so that only names and values count.
 *
 * <p>NULL is left out and columns go by name: a column added without default, or moved, changes
 * nothing. A name counts through 64 bits of its own, the case of ASCII letters aside.
 */
final class ColumnOrder {
  private final int[] positions;
  private final long[] names;

  ColumnOrder(TablePlan plan) {
    List<String> folded =
        plan.columns().stream().map(ColumnPlan::name).map(SourceName::folded).toList();
    positions =
        IntStream.range(0, folded.size())
            .boxed()
            .sorted(Comparator.comparing(folded::get))
            .mapToInt(Integer::intValue)
            .toArray();
    names = IntStream.of(positions).mapToLong(i -> hash(folded.get(i))).toArray();
  }

  void put(Row row, CellBytes bytes) {
    for (int i = 0; i < positions.length; i++) {
      int position = positions[i];
      if (!row.isNull(position)) {
        bytes.putLong(names[i]);
        bytes.putCell(row, position);
      }
    }
  }

  private static long hash(String name) {
    return Hashing.xxh3_64().hashBytesToLong(name.getBytes(StandardCharsets.UTF_8));
  }
}
