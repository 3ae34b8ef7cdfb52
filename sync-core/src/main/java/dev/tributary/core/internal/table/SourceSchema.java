package dev.tributary.core.internal.table;

import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * All that a file declares, read in one snapshot: what to mirror and what {@code restore} needs.
 *
 * @param skipped tables that are not mirrored, each with the reason
 * @param statements the complete {@code sqlite_schema}, in rowid order
 * @param sequences AUTOINCREMENT counters by table
 */
public record SourceSchema(
    List<SourceTable> tables,
    List<Skipped> skipped,
    List<Statement> statements,
    Map<String, Long> sequences,
    Header header) {
  public SourceSchema {
    tables = List.copyOf(tables);
    skipped = List.copyOf(skipped);
    statements = List.copyOf(statements);
    sequences = Map.copyOf(sequences);
    Objects.requireNonNull(header, "header");
  }

  /**
   * A table that is not mirrored.
   *
   * @param rows of its own, which are missing in the mirror; what is no ordinary table has none
   */
  public record Skipped(String table, String reason, long rows) {}

  /**
   * One row of {@code sqlite_schema}.
   *
   * @param sql empty for automatic indexes
   */
  public record Statement(String type, String name, String table, String sql) {}

  /** What the pragmas say that are part of the file. */
  public record Header(
      TextEncoding encoding, int pageSize, int userVersion, int applicationId, int autoVacuum) {}
}
