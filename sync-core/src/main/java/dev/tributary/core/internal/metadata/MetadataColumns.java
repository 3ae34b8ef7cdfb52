package dev.tributary.core.internal.metadata;

import dev.tributary.api.ConfigurationInvalid;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The columns that this program's files make. Files are final from the first release on; before it,
 * a table may be older than what its file says now, and {@code CREATE TABLE IF NOT EXISTS} leaves
 * it as it is.
 */
final class MetadataColumns {
  private static final String RESOURCE = "/dev/tributary/core/metadata_columns.txt";
  private static final String UNDEFINED_COLUMN = "42703";
  private static final String PRESENT =
      """
      SELECT c.relname || '.' || a.attname
        FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
       WHERE c.relnamespace = 'sync_metadata'::regnamespace AND c.relkind = 'r'
         AND a.attnum > 0 AND NOT a.attisdropped
      """;

  private MetadataColumns() {}

  /** Table and column with a dot between them, in the order of their letters. */
  static List<String> expected() {
    try (InputStream in = MetadataColumns.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("the program is incomplete: " + RESOURCE);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Refuses a schema that lacks some after all files were run. */
  static void require(Connection connection) throws SQLException {
    Set<String> missing = new LinkedHashSet<>(expected());
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(PRESENT)) {
      while (row.next()) {
        missing.remove(row.getString(1));
      }
    }
    if (!missing.isEmpty()) {
      throw tooOld("it lacks " + String.join(", ", missing));
    }
  }

  /** Whether a file failed for want of a column that it would have made in a new table. */
  static boolean isWanting(SQLException failure) {
    return UNDEFINED_COLUMN.equals(failure.getSQLState());
  }

  static ConfigurationInvalid tooOld(String why) {
    return new ConfigurationInvalid(
        "schema sync_metadata was made before the first release and cannot be upgraded: %s. Nothing was changed; go on with the older program, or make it anew: docs/operations.md, Upgrade"
            .formatted(why));
  }
}
