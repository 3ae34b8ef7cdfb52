package dev.tributary.test.sqlite;

import java.util.Objects;

/**
 * What a SQLite file is made of below its tables.
 *
 * <p>Everything but the journal mode is fixed by the first table that is created.
 */
public record SqliteFormat(
    JournalMode journalMode, int pageSize, Encoding encoding, AutoVacuum autoVacuum) {

  /** The encoding of all text in the file. */
  public enum Encoding {
    UTF_8("UTF-8"),
    UTF_16LE("UTF-16le"),
    UTF_16BE("UTF-16be");

    private final String sqliteName;

    Encoding(String sqliteName) {
      this.sqliteName = sqliteName;
    }

    /** The name as {@code PRAGMA encoding} gives it. */
    public String sqliteName() {
      return sqliteName;
    }
  }

  /** What happens to freed pages. The order is that of SQLite's numbers. */
  public enum AutoVacuum {
    NONE,
    FULL,
    INCREMENTAL
  }

  public SqliteFormat {
    Objects.requireNonNull(journalMode, "journalMode");
    Objects.requireNonNull(encoding, "encoding");
    Objects.requireNonNull(autoVacuum, "autoVacuum");
    if (pageSize < 512 || pageSize > 65536 || Integer.bitCount(pageSize) != 1) {
      throw new IllegalArgumentException(
          "page size " + pageSize + " is not a power of two between 512 and 65536");
    }
  }

  public static SqliteFormat of(JournalMode journalMode) {
    return new SqliteFormat(journalMode, 4096, Encoding.UTF_8, AutoVacuum.NONE);
  }

  public SqliteFormat withPageSize(int bytes) {
    return new SqliteFormat(journalMode, bytes, encoding, autoVacuum);
  }

  public SqliteFormat withEncoding(Encoding other) {
    return new SqliteFormat(journalMode, pageSize, other, autoVacuum);
  }

  public SqliteFormat withAutoVacuum(AutoVacuum other) {
    return new SqliteFormat(journalMode, pageSize, encoding, other);
  }

  void applyTo(SqliteSession emptyFile) {
    emptyFile.run("PRAGMA encoding = '" + encoding.sqliteName() + "'");
    emptyFile.run("PRAGMA page_size = " + pageSize);
    emptyFile.run("PRAGMA auto_vacuum = " + autoVacuum.ordinal());
    emptyFile.run("PRAGMA journal_mode = " + journalMode);
    emptyFile.run("PRAGMA synchronous = OFF");
  }
}
