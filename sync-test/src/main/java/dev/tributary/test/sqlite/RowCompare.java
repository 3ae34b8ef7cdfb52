package dev.tributary.test.sqlite;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Compares the rows of one table as multisets; rows with the same key are shown as one change. */
final class RowCompare {
  private final TypedTable left;
  private final TypedTable right;
  private final String table;
  private final List<Difference> differences = new ArrayList<>();

  private RowCompare(TypedTable left, TypedTable right, String table) {
    this.left = left;
    this.right = right;
    this.table = table;
  }

  static List<Difference> of(SqliteSession left, SqliteSession right, String table) {
    TypedTable first = new TypedTable(left, table);
    TypedTable second = new TypedTable(right, table);
    return first.columns().equals(second.columns())
        ? new RowCompare(first, second, table).compare()
        : List.of(
            new Difference(
                table, "columns", "", first.columns().toString(), second.columns().toString()));
  }

  private List<Difference> compare() {
    long[] leftRows = left.digests();
    long[] rightRows = right.digests();
    if (!Arrays.equals(leftRows, rightRows)) {
      Map<String, TypedRow> onlyLeft = rows(left, without(leftRows, rightRows));
      Map<String, TypedRow> onlyRight = rows(right, without(rightRows, leftRows));
      onlyLeft.forEach((key, row) -> tellLeft(key, row, onlyRight));
      onlyRight.forEach((key, row) -> tell(key, "", "no such row", row.cells().toString()));
    }
    return differences;
  }

  /** How many rows more of each digest the first list holds than the second. */
  private static Map<Long, Integer> without(long[] first, long[] second) {
    Map<Long, Integer> surplus = new TreeMap<>();
    int j = 0;
    for (long digest : first) {
      while (j < second.length && second[j] < digest) {
        j++;
      }
      if (j < second.length && second[j] == digest) {
        j++;
      } else if (surplus.size() < CellCompare.MOST_TOLD) {
        surplus.merge(digest, 1, Integer::sum);
      }
    }
    return surplus;
  }

  private static Map<String, TypedRow> rows(TypedTable table, Map<Long, Integer> wanted) {
    List<Integer> key = table.key();
    Map<String, TypedRow> rows = new LinkedHashMap<>();
    table.forEach(
        row -> {
          long digest = row.digest();
          if (wanted.containsKey(digest)) {
            wanted.computeIfPresent(digest, (same, count) -> count == 1 ? null : count - 1);
            rows.put(nameOf(row, key, rows.size()), row);
          }
        });
    return rows;
  }

  /** Without a key or a rowid, rows cannot be paired: each gets a name of its own. */
  private static String nameOf(TypedRow row, List<Integer> key, int number) {
    if (!key.isEmpty()) {
      String name = key.stream().map(row.cells()::get).toList().toString();
      return key.stream().anyMatch(i -> row.cells().get(i).type() == 'n')
          ? name + " #" + row.rowid()
          : name;
    }
    return "rowid " + row.rowid() + (row.rowid().type() == 'n' ? " #" + number : "");
  }

  private void tellLeft(String key, TypedRow row, Map<String, TypedRow> others) {
    TypedRow other = others.remove(key);
    if (other == null) {
      tell(key, "", row.cells().toString(), "no such row");
      return;
    }
    for (int i = 0; i < row.cells().size(); i++) {
      if (!row.cells().get(i).equals(other.cells().get(i))) {
        String column = left.columns().get(i);
        tell(key, column, row.cells().get(i).toString(), other.cells().get(i).toString());
      }
    }
  }

  private void tell(String row, String column, String one, String other) {
    differences.add(new Difference(table, row, column, one, other));
  }
}
