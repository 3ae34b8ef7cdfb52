package dev.tributary.server.cli.option;

import dev.tributary.api.SyncException;
import dev.tributary.core.internal.table.TargetType;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Column types that a person chooses. */
public final class TypeOptions {
  @Option(
      names = "--as",
      paramLabel = "TABLE.COLUMN=TYPE",
      converter = {ColumnConverter.class, TypeConverter.class},
      description = {
        "A PostgreSQL type for a column; may be repeated. In a table that is mirrored already the",
        "column is kept as it was under another name, and filled anew:",
        "bigint, boolean, double, numeric, text, bytea, json, jsonb, timestamptz:s|ms|us|ns."
      })
  private Map<String, String> types = new LinkedHashMap<>();

  /** Types by {@code table.column}. */
  public Map<String, String> chosen() {
    return types;
  }

  static final class ColumnConverter implements ITypeConverter<String> {
    @Override
    public String convert(String value) {
      if (!value.matches(".+\\..+")) {
        throw new TypeConversionException(
            "'%s' names no column: write table.column=type".formatted(value));
      }
      return value;
    }
  }

  static final class TypeConverter implements ITypeConverter<String> {
    @Override
    public String convert(String value) {
      try {
        return TargetType.ofWord(value).word();
      } catch (SyncException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
