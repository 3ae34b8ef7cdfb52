package dev.tributary.core.internal.capture;

import dev.tributary.core.internal.sqlite.FileBytes;
import dev.tributary.core.internal.sqlite.SqliteFailures;
import dev.tributary.core.internal.table.ColumnPlan;
import dev.tributary.core.internal.table.Row;
import dev.tributary.core.internal.table.SourceName;
import dev.tributary.core.internal.table.TablePlan;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.sqlite.SQLiteConnection;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteLimits;

/**
 * Reads all rows of a table, one after the other into the same {@link Row}.
 *
 * <p>A row with a cell over the limit is never read but reported: memory holds one row at a time.
 */
public final class RowScanner {
  private final SQLiteConnection connection;
  private final TablePlan plan;
  private final OversizedRows oversizedRows;
  private final int maxRowBytes;
  private final LargeCells largeCells;
  private List<Oversized> oversized = List.of();
  private Optional<FileBytes> pages = Optional.empty();

  public RowScanner(SQLiteConnection connection, TablePlan plan, long maxCellBytes) {
    this(connection, plan, maxCellBytes, LargeCells.LOOK_FIRST);
  }

  public RowScanner(
      SQLiteConnection connection, TablePlan plan, long maxCellBytes, LargeCells largeCells) {
    this.maxRowBytes = (int) Math.min(maxCellBytes, Integer.MAX_VALUE);
    this.largeCells = Objects.requireNonNull(largeCells, "largeCells");
    this.connection = Objects.requireNonNull(connection, "connection");
    this.plan = Objects.requireNonNull(plan, "plan");
    this.oversizedRows = new OversizedRows(connection, plan, maxCellBytes);
  }

  public TablePlan plan() {
    return plan;
  }

  /**
   * Reads from the file's pages where that is possible, while no large rows are expected.
   *
   * @param file the picture that the connection reads, too
   */
  public void readPages(FileBytes file) {
    pages = Optional.of(file);
  }

  /** Returns the number of rows read. What the consumer throws ends the scan. */
  public long scan(RowConsumer consumer) {
    try {
      if (largeCells == LargeCells.EXPECT_NONE) {
        return scanWithinLimit(consumer);
      }
      oversized = oversizedRows.find();
      return SqliteCursor.run(connection, sql(), cursor -> readAll(cursor, consumer));
    } catch (SQLException e) {
      throw SqliteFailures.toSyncException("read table " + plan.source(), e);
    }
  }

  /** The rows that the last scan left out; known before its first row. */
  public List<Oversized> oversized() {
    return oversized;
  }

  /** SQLite itself refuses to give a row that is larger. */
  private long scanWithinLimit(RowConsumer consumer) throws SQLException {
    int before = connection.getDatabase().limit(SQLiteLimits.SQLITE_LIMIT_LENGTH.getId(), -1);
    connection.setLimit(SQLiteLimits.SQLITE_LIMIT_LENGTH, maxRowBytes);
    try {
      Optional<PlainTable> plain =
          pages.isPresent() ? PlainTable.of(connection, plan) : Optional.empty();
      return plain.isPresent()
          ? new PageScan(connection, plain.get(), sql(), maxRowBytes, consumer).scan(pages.get())
          : SqliteCursor.run(connection, sql(), cursor -> readAll(cursor, consumer));
    } catch (SQLException e) {
      if (e.getErrorCode() == SQLiteErrorCode.SQLITE_TOOBIG.code) {
        throw new LargeRowMet(plan.source());
      }
      throw e;
    } finally {
      connection.setLimit(SQLiteLimits.SQLITE_LIMIT_LENGTH, before);
    }
  }

  private String sql() {
    String columns =
        plan.columns().stream()
            .map(ColumnPlan::name)
            .map(SourceName::quoted)
            .collect(Collectors.joining(", "));
    String all = "SELECT " + columns + " FROM main." + SourceName.quoted(plan.source());
    return oversized.isEmpty() ? all : all + " WHERE NOT (" + oversizedRows.condition() + ")";
  }

  private long readAll(SqliteCursor cursor, RowConsumer consumer) throws SQLException {
    Row row = new Row(plan.columns().size());
    long rows = 0;
    while (cursor.next()) {
      cursor.read(row);
      consumer.accept(row);
      rows++;
    }
    return rows;
  }
}
