package dev.tributary.core.internal.apply;

import dev.tributary.core.internal.jdbc.SqlStates;
import dev.tributary.core.internal.table.KeyHash;
import dev.tributary.core.internal.table.Row;
import dev.tributary.core.internal.values.CopyBuffer;
import dev.tributary.core.internal.values.RowEncoder;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.copy.CopyIn;

/**
 * The changed rows of one table, in a temporary table of the run's transaction. It is created with
 * the first row, so that an unchanged table costs PostgreSQL nothing. Its own columns have names
 * that no column of a source gets.
 */
public final class RowStage {
  static final int UPSERT_KNOWN = 1;
  static final int UPSERT_NEW = 2;
  static final int DELETE = 3;

  private static final int FLUSH_AT = 128 * 1024;
  private static final int OWN_FIELDS = 3;
  private static final int STAGE_FIELDS = 2;

  private final ApplyTransaction transaction;
  private final TargetTable table;
  private final RowEncoder encoder;
  private final String name;
  private final CopyBuffer buffer = new CopyBuffer();
  private CopyIn copy;
  private long rows;
  private long bytes;
  private long strays;

  /**
   * @param number unique within the transaction
   */
  public RowStage(ApplyTransaction transaction, TargetTable table, RowEncoder encoder, int number) {
    this.transaction = transaction;
    this.table = table;
    this.encoder = encoder;
    this.name = "pg_temp.stage_" + number;
  }

  /** Stages a row that is new or differs from the base. */
  public void upsert(Row row, KeyHash key, long hash, Base base) {
    strays += write(row, key, hash, base == Base.KNOWN ? UPSERT_KNOWN : UPSERT_NEW);
  }

  /** Stages the key of a row that left the source; only its key cells are set. */
  public void delete(Row keyCells, KeyHash key) {
    write(keyCells, key, 0, DELETE);
  }

  /** Whether the base has the row's key. */
  public enum Base {
    KNOWN,
    NONE
  }

  private int write(Row row, KeyHash key, long hash, int operation) {
    try {
      if (copy == null) {
        open();
      }
      boolean hashed = table.plan().key().hasSyncKey();
      buffer.startRow(row.width() + OWN_FIELDS + (hashed ? 1 : 0) + STAGE_FIELDS);
      int stray = encoder.encodeColumns(row, buffer);
      buffer.int64(hash);
      buffer.int64(transaction.xid());
      encoder.extra().putField(buffer);
      if (hashed) {
        buffer.uuid(key.high(), key.low());
      }
      buffer.int64(rows++);
      buffer.int64(operation);
      flushIfFull();
      return stray;
    } catch (SQLException e) {
      throw SqlStates.toSyncException("stage rows of " + table.sql(), e);
    }
  }

  private void open() throws SQLException {
    try (Statement create = transaction.connection().createStatement()) {
      create.execute(
          "CREATE TEMP TABLE "
              + name.substring("pg_temp.".length())
              + " ("
              + table.columnDefinitions()
              + ", _sync_seq bigint, _sync_op bigint) ON COMMIT DROP");
    }
    copy = transaction.copyIn("COPY " + name + " FROM STDIN (FORMAT binary)");
    CopyBuffer.header(buffer);
  }

  private void flushIfFull() throws SQLException {
    if (buffer.length() >= FLUSH_AT) {
      flush();
    }
  }

  private void flush() throws SQLException {
    copy.writeToCopy(buffer.array(), 0, buffer.length());
    bytes += buffer.length();
    buffer.clear();
  }

  /** Ends staging. */
  public void finish() {
    if (copy == null) {
      return;
    }
    try {
      CopyBuffer.trailer(buffer);
      flush();
      copy.endCopy();
      if (rows > 500) {
        try (Statement analyze = transaction.connection().createStatement()) {
          analyze.execute("ANALYZE " + name);
        }
      }
    } catch (SQLException e) {
      throw SqlStates.toSyncException("stage rows of " + table.sql(), e);
    }
  }

  /** Of the temporary table, in SQL; it is there once a row was staged. */
  public String name() {
    return name;
  }

  public long rows() {
    return rows;
  }

  public long bytes() {
    return bytes;
  }

  public long strays() {
    return strays;
  }
}
