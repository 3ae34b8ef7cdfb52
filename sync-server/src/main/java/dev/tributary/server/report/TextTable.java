package dev.tributary.server.report;

import java.util.ArrayList;
import java.util.List;

/** Rows of words in aligned columns; columns of numbers stand to the right. */
final class TextTable {
  private final List<List<String>> rows = new ArrayList<>();

  TextTable(String... header) {
    rows.add(List.of(header));
  }

  void add(String... cells) {
    rows.add(List.of(cells));
  }

  boolean isEmpty() {
    return rows.size() == 1;
  }

  List<String> lines() {
    int columns = rows.get(0).size();
    int[] widths = new int[columns];
    boolean[] numbers = new boolean[columns];
    for (int column = 0; column < columns; column++) {
      widths[column] = width(column);
      numbers[column] = isNumeric(column);
    }
    return rows.stream().map(row -> line(row, widths, numbers)).toList();
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }

  private boolean isNumeric(int column) {
    return rows.size() > 1
        && rows.stream().skip(1).allMatch(row -> row.get(column).matches("[0-9][0-9,.]*"));
  }

  private static String line(List<String> row, int[] widths, boolean[] numbers) {
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < row.size(); column++) {
      String gap = " ".repeat(widths[column] - row.get(column).length());
      line.append("  ").append(numbers[column] ? gap + row.get(column) : row.get(column) + gap);
    }
    return line.toString().stripTrailing();
  }
}
