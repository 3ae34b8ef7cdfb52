package dev.tributary.server.report;

import static dev.tributary.server.report.Quantities.count;
import static dev.tributary.server.report.Quantities.counted;
import static dev.tributary.server.report.Quantities.duration;

import dev.tributary.api.VerifyReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The answer of {@code tributary verify}. It names rows by their key and shows no values. */
public final class VerifyAnswer {
  private VerifyAnswer() {}

  public static Answer of(VerifyReport report) {
    return new Answer(lines(report), document(report));
  }

  private static List<String> lines(VerifyReport report) {
    List<String> lines = new ArrayList<>();
    lines.add(headline(report));
    TextTable table = new TextTable("table", "rows", "missing", "extra", "different", "repaired");
    List<String> examples = new ArrayList<>();
    for (VerifyReport.Table t : report.tables()) {
      if (t.differences() > 0) {
        addDifferences(t, table, examples);
      }
    }
    if (!table.isEmpty()) {
      lines.addAll(table.lines());
      lines.addAll(examples);
    }
    if (report.openConflicts() > 0) {
      lines.add(
          "  waiting for a person, and may differ until then: %s; see: tributary conflicts list,"
                  .formatted(counted(report.openConflicts(), "row"))
              + " tributary quarantine list");
    }
    report.notes().forEach(note -> lines.add("  note: " + note));
    return lines;
  }

  private static String headline(VerifyReport report) {
    return "%s: %s; %s in %s of %s compared in %s"
        .formatted(
            report.client(),
            verdict(report),
            counted(report.cells(), "cell"),
            counted(report.rows(), "row"),
            counted(report.tables().size(), "table"),
            duration(report.took()));
  }

  private static String verdict(VerifyReport report) {
    if (report.differences() == 0) {
      return "equal";
    }
    String differ = counted(report.differences(), "row");
    return report.equal()
        ? differ + " differed and were repaired"
        : differ
            + (report.differences() == 1 ? " differs" : " differ")
            + "; verify --repair writes those that nobody else changed";
  }

  private static void addDifferences(VerifyReport.Table t, TextTable table, List<String> examples) {
    table.add(
        t.table(),
        count(t.rows()),
        count(t.missing()),
        count(t.extra()),
        count(t.different()),
        count(t.repaired()));
    t.examples().forEach(example -> examples.add("  " + t.table() + ": " + example));
  }

  private static Map<String, Object> document(VerifyReport report) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("client_name", report.client().value());
    document.put("equal", report.equal());
    document.put("rows", report.rows());
    document.put("cells", report.cells());
    document.put("differences", report.differences());
    document.put("open_conflicts", report.openConflicts());
    document.put("took_ms", report.took().toMillis());
    document.put("tables", report.tables().stream().map(VerifyAnswer::table).toList());
    document.put("notes", report.notes());
    return document;
  }

  private static Map<String, Object> table(VerifyReport.Table t) {
    Map<String, Object> table = new LinkedHashMap<>();
    table.put("table", t.table());
    table.put("rows", t.rows());
    table.put("cells", t.cells());
    table.put("missing", t.missing());
    table.put("extra", t.extra());
    table.put("different", t.different());
    table.put("repaired", t.repaired());
    table.put("examples", t.examples());
    return table;
  }
}
