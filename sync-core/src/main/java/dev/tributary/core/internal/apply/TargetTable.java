package dev.tributary.core.internal.apply;

import dev.tributary.core.internal.jdbc.Sql;
import dev.tributary.core.internal.table.ColumnPlan;
import dev.tributary.core.internal.table.TablePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** A mirrored table and its names in SQL. All names are quoted by {@link Sql}. */
public record TargetTable(String schema, TablePlan plan) {
  static final String HASH = "_sync_hash";
  static final String XID = "_sync_xid";
  static final String EXTRA = "_sync_extra";
  static final String KEY = "_sync_key";

  /** Schema and table, quoted. */
  public String sql() {
    return Sql.table(schema, plan.target());
  }

  /** The plan's columns, then hash, xid, extra and the key, as the encoder writes them. */
  public List<String> allColumns() {
    List<String> names = new ArrayList<>();
    plan.columns().forEach(column -> names.add(column.target()));
    names.add(HASH);
    names.add(XID);
    names.add(EXTRA);
    if (plan.key().hasSyncKey()) {
      names.add(KEY);
    }
    return names;
  }

  /** What shows a row to people: the plan's columns and what did not fit into them. */
  List<String> imageColumns() {
    List<String> names = new ArrayList<>();
    plan.columns().forEach(column -> names.add(column.target()));
    names.add(EXTRA);
    return names;
  }

  /** Columns and types for a staging table. */
  String columnDefinitions() {
    String columns =
        plan.columns().stream()
            .map(c -> Sql.name(c.target()) + " " + c.type().sql())
            .collect(Collectors.joining(", "));
    String own = HASH + " bigint, " + XID + " xid8, " + EXTRA + " jsonb";
    String separator = columns.isEmpty() ? "" : ", ";
    return columns + separator + own + (plan.key().hasSyncKey() ? ", " + KEY + " uuid" : "");
  }

  /** The columns of the primary key. */
  public List<String> keyColumns() {
    if (plan.key().hasSyncKey()) {
      return List.of(KEY);
    }
    return plan.key().columns().stream().map(plan::column).map(ColumnPlan::target).toList();
  }

  /** {@code t."id" = s."id" AND ...} */
  String sameKey(String left, String right) {
    return keyColumns().stream()
        .map(Sql::name)
        .map(name -> left + "." + name + " = " + right + "." + name)
        .collect(Collectors.joining(" AND "));
  }

  /** {@code json_build_object('id', s."id")}, as the drift trigger names a row. */
  String keyObject(String alias) {
    return keyColumns().stream()
        .map(name -> Sql.literal(name) + ", " + alias + "." + Sql.name(name))
        .collect(Collectors.joining(", ", "json_build_object(", ")"));
  }

  /**
   * Whether a row left the source and stays in the mirror as we left it: no row of the source, and
   * nobody else's. Whoever changes it makes it theirs.
   */
  public static String kept(String alias) {
    return alias + "._sync_hash IS NULL AND " + alias + ".xmin = " + alias + "._sync_xid::xid";
  }

  static String list(String alias, List<String> names) {
    return names.stream()
        .map(name -> alias + "." + Sql.name(name))
        .collect(Collectors.joining(", "));
  }

  /** The statement that loads rows as the encoder writes them. */
  public String copyIn() {
    return copyInto(sql());
  }

  /** The same for another table with the same columns. */
  String copyInto(String relation) {
    return "COPY " + relation + " (" + Sql.names(allColumns()) + ") FROM STDIN (FORMAT binary)";
  }
}
