package dev.tributary.core.internal.verify;

import dev.tributary.core.internal.mirror.MirrorRows;
import dev.tributary.core.internal.table.KeyHash;
import dev.tributary.core.internal.table.Row;
import dev.tributary.core.internal.table.TablePlan;
import dev.tributary.core.internal.table.TextEncoding;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The first few differences of a table by key and columns; never a value. */
final class Examples {
  private static final int SHOWN = 10;

  private record Different(String key, long[] cells) {}

  private final TablePlan plan;
  private final KeyText keys;
  private final CellHashes hashes = new CellHashes();
  private final Map<KeyHash, Different> different = new LinkedHashMap<>();
  private final List<String> lines = new ArrayList<>();

  Examples(TablePlan plan, TextEncoding encoding) {
    this.plan = plan;
    this.keys = new KeyText(plan, encoding);
  }

  void missing(Row row, KeyHash key) {
    if (hasRoom()) {
      lines.add(keys.of(row, key) + ": missing in PostgreSQL");
    }
  }

  void extra(Row keyCells, KeyHash key) {
    if (hasRoom()) {
      lines.add(keys.ofKey(keyCells, key) + ": not in the file");
    }
  }

  void different(Row row, KeyHash key) {
    if (hasRoom()) {
      different.put(key, new Different(keys.of(row, key), hashes.of(row)));
    }
  }

  private boolean hasRoom() {
    return lines.size() + different.size() < SHOWN;
  }

  /** Whether rows of the mirror must be looked at again to name their columns. */
  boolean wantsRows() {
    return !different.isEmpty();
  }

  /** Looks for the rows that differ until it has found all. */
  void look(MirrorRows rows, Function<MirrorRows, KeyHash> keyOf) {
    while (wantsRows() && rows.next()) {
      Different source = different.remove(keyOf.apply(rows));
      if (source != null) {
        lines.add(source.key() + ": " + columns(source.cells(), hashes.of(rows.row())));
      }
    }
  }

  private String columns(long[] source, long[] target) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < source.length; i++) {
      if (source[i] != target[i]) {
        names.add(plan.columns().get(i).name());
      }
    }
    return String.join(", ", names) + (names.size() == 1 ? " differs" : " differ");
  }

  List<String> lines() {
    different.values().forEach(row -> lines.add(row.key() + ": different"));
    different.clear();
    return List.copyOf(lines);
  }
}
