package dev.tributary.core.internal.jdbc;

import dev.tributary.api.ConfigurationInvalid;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Quotes names and texts for SQL.
 *
 * <p>The only class that does: no other code puts a name or a text into a statement.
 */
public final class Sql {
  /** PostgreSQL cuts longer names without a word, and so could hit another object. */
  public static final int MAX_NAME_BYTES = 63;

  private Sql() {}

  /** A quoted identifier; {@code a"b} becomes {@code "a""b"}. */
  public static String name(String identifier) {
    if (identifier.isEmpty() || identifier.indexOf('\0') >= 0) {
      throw new ConfigurationInvalid("a name in PostgreSQL is neither empty nor has it U+0000");
    }
    int bytes = identifier.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_NAME_BYTES) {
      throw new ConfigurationInvalid(
          "name '%s...' has %d bytes; PostgreSQL allows %d"
              .formatted(identifier.substring(0, 20), bytes, MAX_NAME_BYTES));
    }
    return '"' + identifier.replace("\"", "\"\"") + '"';
  }

  /** {@code "schema"."table"}. */
  public static String table(String schema, String table) {
    return name(schema) + "." + name(table);
  }

  /** {@code "a", "b"}. */
  public static String names(List<String> identifiers) {
    return identifiers.stream().map(Sql::name).collect(Collectors.joining(", "));
  }

  /** A quoted text, right under any setting of {@code standard_conforming_strings}. */
  public static String literal(String text) {
    if (text.indexOf('\0') >= 0) {
      throw new ConfigurationInvalid("a text in PostgreSQL cannot hold U+0000");
    }
    String quoted = "'" + text.replace("'", "''") + "'";
    return text.indexOf('\\') < 0 ? quoted : "E" + quoted.replace("\\", "\\\\");
  }
}
