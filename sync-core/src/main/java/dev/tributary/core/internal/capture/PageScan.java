package dev.tributary.core.internal.capture;

import dev.tributary.core.internal.sqlite.FileBytes;
import dev.tributary.core.internal.sqlite.PageReader;
import dev.tributary.core.internal.sqlite.PagesDiffer;
import dev.tributary.core.internal.sqlite.RecordReader;
import dev.tributary.core.internal.sqlite.TableTree;
import dev.tributary.core.internal.table.Row;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.sqlite.SQLiteConnection;

/**
 * Reads a table's rows from the pages of the file: several times faster than cell by cell through
 * SQLite's driver.
 *
 * <p>SQLite keeps the last word. It reads each row that is not as usual, reads on where a page is
 * not as it should be, and reads samples again: one that differs ends the scan with {@link
 * PagesDoubted}.
 */
final class PageScan {
  private static final int LONGEST_RECORD = 1 << 20;
  private static final int SAMPLED_FIRST = 32;
  private static final int SAMPLED_AFTER = 1 << 16;
  private static final long MOST_ODD_ROWS = 1000;
  private static final String STATE =
      "SELECT page_count, schema_version FROM pragma_page_count(), pragma_schema_version()";

  private final SQLiteConnection connection;
  private final PlainTable table;
  private final String select;
  private final int longest;
  private final RowConsumer consumer;
  private final RecordReader records;
  private final Row row;
  private final Row sample;
  private long rows;
  private long oddRows;
  private boolean any;
  private long last;

  /**
   * @param select the statement that reads the columns of all rows
   * @param maxRowBytes what is larger is read by SQLite, which refuses it
   */
  PageScan(
      SQLiteConnection connection,
      PlainTable table,
      String select,
      int maxRowBytes,
      RowConsumer consumer) {
    this.connection = connection;
    this.table = table;
    this.select = select;
    this.longest = Math.min(maxRowBytes, LONGEST_RECORD);
    this.consumer = consumer;
    this.records = table.records();
    this.row = new Row(table.plan().columns().size());
    this.sample = new Row(row.width());
  }

  /** Returns the number of rows read. */
  long scan(FileBytes file) throws SQLException {
    try {
      PageReader pages = new PageReader(file);
      if (isOfThisSnapshot(pages)) {
        new TableTree(pages, longest, new Telling()).walk(table.root());
        return rows;
      }
    } catch (IOException | PagesDiffer e) {
      // What is wrong there, if anything, SQLite says when it comes to that place.
    }
    return rows + readOn();
  }

  private boolean isOfThisSnapshot(PageReader pages) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet state = statement.executeQuery(STATE)) {
      return state.next()
          && state.getLong(1) == pages.pages()
          && state.getInt(2) == pages.schemaCookie();
    }
  }

  private long readOn() throws SQLException {
    String from = any ? " WHERE " + table.rowidName() + " > " + last : "";
    String sql = select + from + " ORDER BY " + table.rowidName();
    return SqliteCursor.run(connection, sql, cursor -> readAll(cursor, consumer));
  }

  private long readAll(SqliteCursor cursor, RowConsumer into) throws SQLException {
    long read = 0;
    while (cursor.next()) {
      cursor.read(row);
      into.accept(row);
      read++;
    }
    return read;
  }

  /** The rows of the pages. */
  private final class Telling implements TableTree.Records {
    @Override
    public void record(long rowid, byte[] bytes, int from, int length)
        throws SQLException, PagesDiffer {
      if (!records.read(rowid, bytes, from, length, row)) {
        readOdd(rowid, row);
      } else if (rows < SAMPLED_FIRST || rows % SAMPLED_AFTER == 0) {
        compare(rowid);
      }
      tell(rowid);
    }

    @Override
    public void longRecord(long rowid) throws SQLException, PagesDiffer {
      readOdd(rowid, row);
      tell(rowid);
    }

    private void tell(long rowid) {
      consumer.accept(row);
      rows++;
      any = true;
      last = rowid;
    }
  }

  private void readOdd(long rowid, Row into) throws SQLException, PagesDiffer {
    if (++oddRows > MOST_ODD_ROWS) {
      throw new PagesDiffer("too many rows need SQLite");
    }
    read(rowid, into);
  }

  private void compare(long rowid) throws SQLException {
    read(rowid, sample);
    for (int i = 0; i < row.width(); i++) {
      if (!row.cell(i).equals(sample.cell(i))) {
        throw new PagesDoubted(table.plan().source(), rowid);
      }
    }
  }

  private void read(long rowid, Row into) throws SQLException {
    String one = select + " WHERE " + table.rowidName() + " = " + rowid;
    long found =
        SqliteCursor.run(
            connection,
            one,
            cursor -> {
              boolean there = cursor.next();
              if (there) {
                cursor.read(into);
              }
              return there ? 1 : 0;
            });
    if (found != 1) {
      throw new PagesDoubted(table.plan().source(), rowid);
    }
  }
}
