package dev.tributary.core.engine;

import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** What one side holds under one key; texts as they are stored. */
record HistoryRow(long n, String tags, String body, String time) {

  /** {@code id|n|tags|body|time} of a query. */
  static HistoryRow ofLine(String[] fields) {
    return new HistoryRow(Long.parseLong(fields[1]), fields[2], fields[3], fields[4]);
  }

  Set<String> tagSet() {
    Set<String> found = new TreeSet<>(Arrays.asList(tags.replaceAll("[\\[\\] ]", "").split(",")));
    found.remove("");
    return found;
  }

  String values(int id) {
    return "(%d, %d, '%s', '%s', '%s')".formatted(id, n, tags, body, time);
  }

  String assignments() {
    return "n = %d, tags = '%s', body = '%s', updated_at = '%s'".formatted(n, tags, body, time);
  }

  static String body(Optional<HistoryRow> row) {
    return row.map(HistoryRow::body).orElse("-");
  }
}
