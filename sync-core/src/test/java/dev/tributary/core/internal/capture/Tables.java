package dev.tributary.core.internal.capture;

import dev.tributary.core.internal.ScratchFile;
import dev.tributary.core.internal.table.ColumnPlan;
import dev.tributary.core.internal.table.KeyPlan;
import dev.tributary.core.internal.table.KeyPlan.Kind;
import dev.tributary.core.internal.table.Row;
import dev.tributary.core.internal.table.SourceColumn;
import dev.tributary.core.internal.table.TablePlan;
import dev.tributary.core.internal.table.TargetType;
import java.util.List;
import java.util.stream.Stream;

/** Plans written by hand, and readers of tables, for tests. */
final class Tables {
  private Tables() {}

  static TablePlan plan(Kind kind, List<String> key, String... columns) {
    List<ColumnPlan> plans =
        Stream.of(columns)
            .map(name -> new SourceColumn(name, "", false, 0, false))
            .map(column -> new ColumnPlan(column, column.name(), TargetType.TEXT, "test"))
            .toList();
    return new TablePlan("t", "t", plans, new KeyPlan(kind, key), List.of());
  }

  static RowScanner scanner(ScratchFile file, TablePlan plan) {
    return new RowScanner(file.connection(), plan, 1 << 30);
  }

  /** Row hashes in the order of the scan. */
  static List<Long> hashes(ScratchFile file, TablePlan plan) {
    RowHasher hasher = new RowHasher(plan, 7);
    java.util.ArrayList<Long> hashes = new java.util.ArrayList<>();
    scanner(file, plan).scan(row -> hashes.add(hasher.hash(row)));
    return hashes;
  }

  static Row row(Object... cells) {
    Row row = new Row(cells.length);
    for (int i = 0; i < cells.length; i++) {
      if (cells[i] instanceof Long integer) {
        row.setInteger(i, integer);
      } else if (cells[i] instanceof Double real) {
        row.setReal(i, real);
      } else if (cells[i] instanceof String text) {
        row.setText(i, text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
      } else if (cells[i] instanceof byte[] blob) {
        row.setBlob(i, blob);
      }
    }
    return row;
  }
}
