package dev.tributary.core.internal.apply;

import dev.tributary.core.internal.jdbc.Sql;
import dev.tributary.core.internal.table.ColumnPlan;
import dev.tributary.core.internal.table.TargetType;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * SQL that shows a row as {@code json}, and that reads such an image back as columns.
 *
 * <p>Never {@code jsonb}: it refuses U+0000 and changes numbers. Where a column of JSON is NULL,
 * {@code _sync_null} names it, since JSON's own null looks the same in an image.
 */
final class RowImages {
  private static final String ESCAPE = Sql.literal("\\u");
  private static final String ZERO = Sql.literal("\\u0000");
  private static final String MARK = Sql.literal("\\uE0f0");
  private static final String HALF = Sql.literal("\\\\u([dD][89a-fA-F])");
  private static final String MARKED_HALF = Sql.literal("\\\\uE0f1\\1");
  private static final String MARK_OF_HALF = Sql.literal("\\uE0f1");

  private final TargetTable table;

  RowImages(TargetTable table) {
    this.table = table;
  }

  /** The image of the row with this alias. */
  String image(String alias) {
    return "(SELECT to_json(i.*) FROM (SELECT "
        + TargetTable.list(alias, table.imageColumns())
        + nulls(alias)
        + ") i)";
  }

  /** The same with the row hash: what the drift trigger keeps of a row. */
  String base(String alias) {
    return "(SELECT to_json(i.*) FROM (SELECT "
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
   * The image as PostgreSQL's operators can read it: none of them gets past U+0000 or half of a
   * surrogate pair in an escape, wherever it is. The marks are escapes that nobody writes so; if
   * somebody does, the row's hash tells.
   */
  static String readable(String image) {
    String marked = "replace(" + image + "::text, " + ZERO + ", " + MARK + ")";
    return "regexp_replace(" + marked + ", " + HALF + ", " + MARKED_HALF + ", 'g')::json";
  }

  /** The columns of a readable image and its extra, in the order of the plan. */
  String columns(String image) {
    return columns(column -> column(image, column), image);
  }

  /** As {@link #columns}; what the columns cannot hold, as they have other types now, is NULL. */
  String columnsThatFit(String image) {
    return columns(column -> cast(fitting(text(image, column), column.type()), column), image);
  }

  private String columns(Function<ColumnPlan, String> one, String image) {
    return Stream.concat(table.plan().columns().stream().map(one), Stream.of(extra(image)))
        .collect(Collectors.joining(", "));
  }

  /** The key columns of a readable image, under their names. */
  String keyColumns(String image) {
    return table.keyColumns().stream()
        .flatMap(name -> table.plan().columns().stream().filter(c -> c.target().equals(name)))
        .map(column -> column(image, column) + " AS " + Sql.name(column.target()))
        .collect(Collectors.joining(", "));
  }

  private static String column(String image, ColumnPlan column) {
    return cast(text(image, column), column);
  }

  private static String cast(String text, ColumnPlan column) {
    return text + "::" + column.type().sql();
  }

  private static String fitting(String text, TargetType type) {
    return type == TargetType.TEXT
        ? text
        : "sync_metadata.text_of_type(" + text + ", " + Sql.literal(type.sql()) + ")";
  }

  private static String text(String image, ColumnPlan column) {
    String field = field(image, column.target());
    return isJson(column) ? json(field) : unmarked("(" + field + " #>> '{}')");
  }

  private static String extra(String image) {
    return json(field(image, TargetTable.EXTRA)) + "::jsonb";
  }

  private static String field(String image, String name) {
    return "(" + image + " -> " + Sql.literal(name) + ")";
  }

  private static String json(String field) {
    return "nullif(" + unmarked(field + "::text") + ", 'null')";
  }

  private static String unmarked(String text) {
    String halves = "replace(" + text + ", " + MARK_OF_HALF + ", " + ESCAPE + ")";
    return "replace(" + halves + ", " + MARK + ", " + ZERO + ")";
  }

  static boolean isJson(ColumnPlan column) {
    return column.type() == TargetType.JSON || column.type() == TargetType.JSONB;
  }
}
