package dev.tributary.core.internal.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.api.ClientName;
import dev.tributary.api.VerifyReport;
import java.time.Duration;

/** A {@link VerifyReport} on its way back to the one who asked. */
public final class VerifyReportJson {
  private VerifyReportJson() {}

  static String write(VerifyReport report) {
    ObjectNode node = Documents.object();
    node.put("client_name", report.client().value());
    // Follows from the tables; for people who read the row.
    node.put("equal", report.equal());
    node.put("rows", report.rows());
    node.put("cells", report.cells());
    node.put("differences", report.differences());
    report.tables().forEach(table -> write(table, node.withArray("tables").addObject()));
    node.put("open_conflicts", report.openConflicts());
    Documents.texts(node.putArray("notes"), report.notes());
    node.put("took_nanos", report.took().toNanos());
    return Documents.text(node);
  }

  private static void write(VerifyReport.Table table, ObjectNode node) {
    node.put("table", table.table());
    node.put("rows", table.rows());
    node.put("cells", table.cells());
    node.put("missing", table.missing());
    node.put("extra", table.extra());
    node.put("different", table.different());
    node.put("repaired", table.repaired());
    Documents.texts(node.putArray("examples"), table.examples());
  }

  public static VerifyReport read(String text) {
    JsonNode node = Documents.read(text);
    return new VerifyReport(
        new ClientName(node.path("client_name").asText()),
        Documents.list(node.path("tables"), VerifyReportJson::table),
        node.path("open_conflicts").asLong(),
        Documents.list(node.path("notes"), JsonNode::asText),
        Duration.ofNanos(node.path("took_nanos").asLong()));
  }

  private static VerifyReport.Table table(JsonNode node) {
    return new VerifyReport.Table(
        node.path("table").asText(),
        node.path("rows").asLong(),
        node.path("cells").asLong(),
        node.path("missing").asLong(),
        node.path("extra").asLong(),
        node.path("different").asLong(),
        node.path("repaired").asLong(),
        Documents.list(node.path("examples"), JsonNode::asText));
  }
}
