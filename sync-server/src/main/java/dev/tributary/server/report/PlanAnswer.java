package dev.tributary.server.report;

import static dev.tributary.server.report.Quantities.bytes;
import static dev.tributary.server.report.Quantities.counted;

import dev.tributary.api.SyncPlan;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The answer of {@code tributary plan}. */
public final class PlanAnswer {
  private PlanAnswer() {}

  public static Answer of(SyncPlan plan) {
    return new Answer(lines(plan), document(plan));
  }

  private static List<String> lines(SyncPlan plan) {
    List<String> lines = new ArrayList<>();
    long rows = plan.tables().stream().mapToLong(SyncPlan.Table::rows).sum();
    lines.add(
        "%s: %s, %s, %s, journal mode %s, picture: %s"
            .formatted(
                plan.source(),
                bytes(plan.fileBytes()),
                counted(plan.tables().size(), "table"),
                counted(rows, "row"),
                plan.journalMode(),
                plan.snapshot()));
    plan.tables().forEach(table -> lines.addAll(lines(table)));
    plan.skipped().forEach(skipped -> lines.add("not mirrored: " + skipped));
    plan.risks().forEach(risk -> lines.add("look at: " + risk));
    return lines;
  }

  private static List<String> lines(SyncPlan.Table table) {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add(
        "%s -> %s   %s, key: %s"
            .formatted(table.source(), table.target(), counted(table.rows(), "row"), table.key()));
    TextTable columns = new TextTable("column", "declared", "type", "why");
    for (SyncPlan.Column column : table.columns()) {
      columns.add(name(column), column.declared(), column.type(), why(column));
    }
    lines.addAll(columns.lines());
    return lines;
  }

  private static String name(SyncPlan.Column column) {
    return column.source().equals(column.target())
        ? column.source()
        : column.source() + " -> " + column.target();
  }

  private static String why(SyncPlan.Column column) {
    return column.strays() == 0
        ? column.why()
        : column.why() + "; %s beside the row".formatted(counted(column.strays(), "value"));
  }

  private static Map<String, Object> document(SyncPlan plan) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("source", plan.source());
    document.put("file_bytes", plan.fileBytes());
    document.put("journal_mode", plan.journalMode());
    document.put("snapshot", plan.snapshot());
    document.put("tables", plan.tables().stream().map(PlanAnswer::document).toList());
    document.put("skipped", plan.skipped());
    document.put("risks", plan.risks());
    return document;
  }

  private static Map<String, Object> document(SyncPlan.Table table) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("source", table.source());
    document.put("target", table.target());
    document.put("key", table.key());
    document.put("rows", table.rows());
    document.put("columns", table.columns().stream().map(PlanAnswer::document).toList());
    return document;
  }

  private static Map<String, Object> document(SyncPlan.Column column) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("source", column.source());
    document.put("target", column.target());
    document.put("declared", column.declared());
    document.put("type", column.type());
    document.put("why", column.why());
    document.put("strays", column.strays());
    return document;
  }
}
