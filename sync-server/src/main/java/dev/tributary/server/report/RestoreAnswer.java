package dev.tributary.server.report;

import static dev.tributary.server.report.Quantities.counted;
import static dev.tributary.server.report.Quantities.duration;

import dev.tributary.api.RestoreReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The answer of {@code tributary restore}. */
public final class RestoreAnswer {
  private RestoreAnswer() {}

  public static Answer of(RestoreReport report) {
    return new Answer(lines(report), document(report));
  }

  private static List<String> lines(RestoreReport report) {
    List<String> lines = new ArrayList<>();
    lines.add(
        "%s: restored to %s in %s: %s, %s, %s"
            .formatted(
                report.client(),
                report.file(),
                duration(report.took()),
                counted(report.tables(), "table"),
                counted(report.rows(), "row"),
                counted(report.cells(), "cell")));
    if (report.missing() > 0) {
      lines.add(
          "  %s missing or older than in the source: they wait for a person"
              .formatted(counted(report.missing(), "row")));
    }
    if (!report.leftOut().isEmpty()) {
      lines.add("  left out: " + String.join(", ", report.leftOut()));
    }
    if (report.foreignKeyViolations() > 0) {
      lines.add(
          "  %s without its parent, as in the source"
              .formatted(counted(report.foreignKeyViolations(), "row")));
    }
    report.notes().forEach(note -> lines.add("  note: " + note));
    return lines;
  }

  private static Map<String, Object> document(RestoreReport report) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("client_name", report.client().value());
    document.put("file", report.file().toString());
    document.put("tables", report.tables());
    document.put("rows", report.rows());
    document.put("cells", report.cells());
    document.put("foreign_key_violations", report.foreignKeyViolations());
    document.put("missing", report.missing());
    document.put("left_out", report.leftOut());
    document.put("took_ms", report.took().toMillis());
    document.put("notes", report.notes());
    return document;
  }
}
