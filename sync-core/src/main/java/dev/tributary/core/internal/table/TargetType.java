package dev.tributary.core.internal.table;

import dev.tributary.api.ConfigurationInvalid;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The PostgreSQL types that a column may get. The names are those of overrides and plans. */
public enum TargetType {
  BIGINT("bigint", "bigint"),
  BOOLEAN("boolean", "boolean"),
  DOUBLE("double", "double precision"),
  NUMERIC("numeric", "numeric"),
  TEXT("text", "text"),
  BYTEA("bytea", "bytea"),
  JSON("json", "json"),
  JSONB("jsonb", "jsonb"),
  TIMESTAMPTZ_S("timestamptz:s", "timestamptz"),
  TIMESTAMPTZ_MS("timestamptz:ms", "timestamptz"),
  TIMESTAMPTZ_US("timestamptz:us", "timestamptz"),
  TIMESTAMPTZ_NS("timestamptz:ns", "timestamptz");

  private final String word;
  private final String sql;

  TargetType(String word, String sql) {
    this.word = word;
    this.sql = sql;
  }

  /** The name in overrides, plans and reports. */
  public String word() {
    return word;
  }

  /** The name in SQL. */
  public String sql() {
    return sql;
  }

  public static TargetType ofWord(String word) {
    String wanted = word.trim().toLowerCase(Locale.ROOT);
    return Arrays.stream(values())
        .filter(type -> type.word.equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new ConfigurationInvalid(
                    "type '%s' is not known; choose one of %s".formatted(word, words())));
  }

  private static String words() {
    return Arrays.stream(values()).map(TargetType::word).collect(Collectors.joining(", "));
  }
}
