package dev.tributary.core.internal.capture;

import dev.tributary.core.internal.table.KeyHash;
import dev.tributary.core.internal.table.KeyPlan.Kind;
import dev.tributary.core.internal.table.Row;
import dev.tributary.core.internal.table.TablePlan;
import java.nio.file.Path;
import java.util.List;

/** What runs in a process of its own: fills an index, or dies in the middle of changing it. */
final class IndexProcess {
  static final TablePlan PLAN = Tables.plan(Kind.COLUMNS, List.of("id"), "id", "v");
  static final int DIED = 137;

  private IndexProcess() {}

  /**
   * @param args fill or die; the index; the number of rows
   */
  public static void main(String[] args) {
    Path path = Path.of(args[1]);
    int rows = Integer.parseInt(args[2]);
    if (args[0].equals("fill")) {
      fill(path, rows);
    } else {
      dieChanging(path, rows);
    }
  }

  static KeyHash key(long number) {
    return new KeyHash((number + 3) * 0x9E3779B97F4A7C15L, (number + 1) * 0xD1B54A32D192ED03L);
  }

  private static void fill(Path path, int rows) {
    Row row = new Row(2);
    try (BaseIndex index = BaseIndex.create(path, PLAN, rows / 3)) { // so that it has to grow
      for (long i = 0; i < rows; i++) {
        row.setInteger(0, i);
        index.put(key(i), ~i, row);
      }
      index.stamp("filled");
    }
  }

  private static void dieChanging(Path path, int rows) {
    BaseIndex index = BaseIndex.open(path, PLAN).orElseThrow();
    for (long i = 0; i < rows; i++) {
      index.put(key(i), i, new Row(2));
    }
    Runtime.getRuntime().halt(DIED);
  }
}
