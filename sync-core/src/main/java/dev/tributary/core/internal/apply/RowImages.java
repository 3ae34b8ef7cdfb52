package dev.tributary.core.internal.apply;

import dev.tributary.core.internal.jdbc.Sql;
import dev.tributary.core.internal.table.ColumnPlan;
import dev.tributary.core.internal.table.TargetType;
import java.util.List;
import java.util.stream.Collectors;

/**
 * SQL that shows a row as {@code json}, and that reads such an image back as columns.
 *
 * <p>Never {@code jsonb}: it refuses U+0000 and changes numbers. Where a column of JSON is NULL,
 * {@code _sync_null} names it, since JSON's own null looks the same in an image.
 */
final class RowImages {
  private static final String ZERO = Sql.literal("\\u0000");
  private static final String MARK = Sql.literal("\\uE0f0");

  private final TargetTable table;

  RowImages(TargetTable table) {
    this.table = table;
  }

  /** The image of the row with this alias. */
  String image(String alias) {
    return "(SELECT to_json(i) FROM (SELECT "
        + TargetTable.list(alias, table.imageColumns())
        + nulls(alias)
        + ") i)";
  }

  /** The same with the row hash: what the drift trigger keeps of a row. */
  String base(String alias) {
    return "(SELECT to_json(i) FROM (SELECT "
        + TargetTable.list(alias, table.imageColumns())
        + ", "
        + alias
        + "._sync_hash"
        + nulls(alias)
        + ") i)";
  }

  private String nulls(String alias) {
    List<ColumnPlan> columns = table.plan().columns().stream().filter(RowImages::isJson).toList();
    return columns.isEmpty()
        ? ""
        : ", array_remove(ARRAY[" + cases(alias, columns) + "]::text[], NULL) AS _sync_null";
  }

  private static String cases(String alias, List<ColumnPlan> columns) {
    return columns.stream()
        .map(
            c ->
                "CASE WHEN "
                    + alias
                    + "."
                    + Sql.name(c.target())
                    + " IS NULL THEN "
                    + Sql.literal(c.target())
                    + " END")
        .collect(Collectors.joining(", "));
  }

  /**
   * The image as PostgreSQL's operators can read it: none of them gets past U+0000 in an escape,
   * wherever it is. The mark is an escape that nobody writes so; if somebody does, the row's hash
   * tells.
   */
  static String readable(String image) {
    return "replace(" + image + "::text, " + ZERO + ", " + MARK + ")::json";
  }

  /** The columns of a readable image and its extra, in the order of the plan. */
  String columns(String image) {
    return table.plan().columns().stream()
            .map(column -> column(image, column))
            .collect(Collectors.joining(", "))
        + (table.plan().columns().isEmpty() ? "" : ", ")
        + "CASE WHEN json_typeof("
        + image
        + " -> '_sync_extra') = 'null' THEN NULL ELSE ("
        + image
        + " -> '_sync_extra')::text::jsonb END";
  }

  /** The key columns of a readable image, under their names. */
  String keyColumns(String image) {
    return table.keyColumns().stream()
        .flatMap(name -> table.plan().columns().stream().filter(c -> c.target().equals(name)))
        .map(column -> column(image, column) + " AS " + Sql.name(column.target()))
        .collect(Collectors.joining(", "));
  }

  private static String column(String image, ColumnPlan column) {
    String field = "(" + image + " -> " + Sql.literal(column.target()) + ")";
    if (!isJson(column)) {
      return unmarked("(" + field + " #>> '{}')") + "::" + column.type().sql();
    }
    return "CASE WHEN json_typeof("
        + field
        + ") = 'null' THEN NULL ELSE "
        + unmarked(field + "::text")
        + "::"
        + column.type().sql()
        + " END";
  }

  private static String unmarked(String text) {
    return "replace(" + text + ", " + MARK + ", " + ZERO + ")";
  }

  static boolean isJson(ColumnPlan column) {
    return column.type() == TargetType.JSON || column.type() == TargetType.JSONB;
  }
}
