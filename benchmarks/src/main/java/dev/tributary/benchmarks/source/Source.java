package dev.tributary.benchmarks.source;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A SQLite file of one table, and the same rows as text for {@code COPY}.
 *
 * @param name what the benchmarks call it
 */
public record Source(String name, Content content, long rows, Path file, Path text) {

  public String table() {
    return content.table();
  }

  public List<Column> columns() {
    return content.columns();
  }

  public String columnNames() {
    return columns().stream().map(Column::name).collect(Collectors.joining(", "));
  }

  /** The size of the rows as text, which rates are told in. */
  public long textBytes() throws IOException {
    return Files.size(text);
  }

  public String describe() throws IOException {
    return "%s: %,d rows x %d columns, SQLite file %.1f MB, as text %.1f MB"
        .formatted(name, rows, columns().size(), Files.size(file) / 1e6, textBytes() / 1e6);
  }
}
