package dev.tributary.test.sqlite;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is in a table, in one line: two tables have the same digest exactly if they hold the same
 * rows, with the same storage class and bytes in each cell, in any order.
 */
public record TypedDigest(String table, long rows, String sha256) {

  /** The digests of all ordinary tables of a file, by name. */
  public static Map<String, TypedDigest> of(Path file) {
    try (SqliteSession session = SqliteSession.reading(file)) {
      session.run("BEGIN");
      Map<String, TypedDigest> digests = new TreeMap<>();
      for (String table : SchemaObjects.tables(session)) {
        digests.put(table, of(table, new TypedTable(session, table).digests()));
      }
      return digests;
    }
  }

  /** The digest of one table. */
  public static TypedDigest of(Path file, String table) {
    try (SqliteSession session = SqliteSession.reading(file)) {
      return of(table, new TypedTable(session, table).digests());
    }
  }

  private static TypedDigest of(String table, long[] sortedRows) {
    MessageDigest digest = TypedRow.sha256();
    ByteBuffer bytes = ByteBuffer.allocate(8);
    for (long row : sortedRows) {
      digest.update(bytes.clear().putLong(row).array());
    }
    return new TypedDigest(table, sortedRows.length, HexFormat.of().formatHex(digest.digest()));
  }
}
