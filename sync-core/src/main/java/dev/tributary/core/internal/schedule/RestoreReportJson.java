package dev.tributary.core.internal.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.api.ClientName;
import dev.tributary.api.RestoreReport;
import java.nio.file.Path;
import java.time.Duration;

/** A restore in the column {@code sync_jobs.result}, and back. */
public final class RestoreReportJson {
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
    ArrayNode leftOut = node.putArray("left_out");
    report.leftOut().forEach(leftOut::add);
    node.put("took_ms", report.took().toMillis());
    ArrayNode notes = node.putArray("notes");
    report.notes().forEach(notes::add);
    return Documents.text(node);
  }

  public static RestoreReport read(String text) {
    JsonNode node = Documents.read(text);
    return new RestoreReport(
        new ClientName(node.path("client_name").asText()),
        Path.of(node.path("file").asText()),
        node.path("tables").asInt(),
        node.path("rows").asLong(),
        node.path("cells").asLong(),
        node.path("foreign_key_violations").asLong(),
        node.path("missing").asLong(),
        Documents.list(node.path("left_out"), JsonNode::asText),
        Documents.list(node.path("notes"), JsonNode::asText),
        Duration.ofMillis(node.path("took_ms").asLong()));
  }
}
