package dev.tributary.core.internal.capture;

import dev.tributary.api.Cell;
import dev.tributary.api.RowKey;
import dev.tributary.core.internal.table.ColumnPlan;
import dev.tributary.core.internal.table.Row;
import dev.tributary.core.internal.table.SourceName;
import dev.tributary.core.internal.table.TablePlan;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntFunction;
import org.sqlite.SQLiteConnection;

/**
 * Finds the rows of a table that are too large to read.
 *
 * <p>By {@code octet_length()}, which does not read the value itself. A file smaller than the limit
 * is not asked.
 */
final class OversizedRows {
  private static final String FILE_BYTES =
      """
      SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()
      """;

  private final SQLiteConnection connection;
  private final TablePlan plan;
  private final long maxCellBytes;

  OversizedRows(SQLiteConnection connection, TablePlan plan, long maxCellBytes) {
    if (maxCellBytes < 1) {
      throw new IllegalArgumentException("maxCellBytes is %d; at least 1".formatted(maxCellBytes));
    }
    this.connection = connection;
    this.plan = plan;
    this.maxCellBytes = maxCellBytes;
  }

  List<Oversized> find() throws SQLException {
    if (fileBytes() <= maxCellBytes) {
      return List.of();
    }
    List<Oversized> found = new ArrayList<>();
    SqliteCursor.run(connection, sql(), cursor -> readAll(cursor, found));
    return List.copyOf(found);
  }

  /** True for the rows to leave out. */
  String condition() {
    return anyTooLarge(plan.columns());
  }

  /** As a tree of little depth: SQLite refuses a chain of more than 1000. */
  private String anyTooLarge(List<ColumnPlan> columns) {
    if (columns.size() == 1) {
      return isTooLarge(columns.get(0));
    }
    int half = columns.size() / 2;
    return "(%s OR %s)"
        .formatted(
            anyTooLarge(columns.subList(0, half)),
            anyTooLarge(columns.subList(half, columns.size())));
  }

  private long fileBytes() throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(FILE_BYTES)) {
      return result.next() ? result.getLong(1) : 0;
    }
  }

  /** The key cells, then the position and the length of the first cell that is too large. */
  private String sql() {
    List<String> columns = new ArrayList<>();
    for (int position : plan.keyPositions()) {
      ColumnPlan column = plan.columns().get(position);
      columns.add("iif(%s, NULL, %s)".formatted(isTooLarge(column), name(column)));
    }
    columns.add(firstTooLarge(position -> Integer.toString(position)));
    columns.add(firstTooLarge(position -> "octet_length(" + nameAt(position) + ")"));
    return "SELECT %s FROM main.%s WHERE %s"
        .formatted(String.join(", ", columns), SourceName.quoted(plan.source()), condition());
  }

  private String firstTooLarge(IntFunction<String> then) {
    StringBuilder choice = new StringBuilder("CASE");
    for (int i = 0; i < plan.columns().size(); i++) {
      choice.append(" WHEN ").append(isTooLarge(plan.columns().get(i)));
      choice.append(" THEN ").append(then.apply(i));
    }
    return choice.append(" END").toString();
  }

  /** NULL has no length and is never too large. */
  private String isTooLarge(ColumnPlan column) {
    return "ifnull(octet_length(%s) > %d, false)".formatted(name(column), maxCellBytes);
  }

  private String nameAt(int position) {
    return name(plan.columns().get(position));
  }

  private static String name(ColumnPlan column) {
    return SourceName.quoted(column.name());
  }

  private long readAll(SqliteCursor cursor, List<Oversized> found) throws SQLException {
    int keyWidth = plan.keyPositions().length;
    Row key = new Row(keyWidth);
    while (cursor.next()) {
      cursor.read(key);
      Cell[] cells = new Cell[keyWidth];
      Arrays.setAll(cells, key::cell);
      int position = (int) cursor.integer(keyWidth);
      found.add(
          new Oversized(
              new RowKey(List.of(cells)),
              plan.columns().get(position).name(),
              cursor.integer(keyWidth + 1)));
    }
    return found.size();
  }
}
