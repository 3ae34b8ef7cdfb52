package dev.tributary.core.internal.schedule;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.api.RestoreReport;

/** A restore in the column {@code sync_jobs.result}. */
final class RestoreReportJson {
  private RestoreReportJson() {}

  static String write(RestoreReport report) {
    ObjectNode node = Documents.object();
    node.put("client_name", report.client().value());
    node.put("file", report.file().toString());
    node.put("tables", report.tables());
    node.put("rows", report.rows());
    node.put("cells", report.cells());
    node.put("foreign_key_violations", report.foreignKeyViolations());
    node.put("missing", report.missing());
    node.put("took_ms", report.took().toMillis());
    ArrayNode notes = node.putArray("notes");
    report.notes().forEach(notes::add);
    return Documents.text(node);
  }
}
