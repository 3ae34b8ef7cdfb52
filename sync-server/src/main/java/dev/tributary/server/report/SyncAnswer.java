package dev.tributary.server.report;

import static dev.tributary.server.report.Quantities.bytes;
import static dev.tributary.server.report.Quantities.count;
import static dev.tributary.server.report.Quantities.counted;
import static dev.tributary.server.report.Quantities.duration;

import dev.tributary.api.SyncOutcome;
import dev.tributary.api.SyncReport;
import dev.tributary.api.TableReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The answer of {@code tributary sync}. Its text shows changed tables only. */
public final class SyncAnswer {
  private SyncAnswer() {}

  public static Answer of(SyncReport report) {
    return new Answer(lines(report), document(report));
  }

  private static List<String> lines(SyncReport report) {
    List<String> lines = new ArrayList<>();
    lines.add(headline(report));
    report.holdReason().ifPresent(reason -> lines.add("  on hold: " + reason));
    TextTable table = changedTables(report);
    if (!table.isEmpty()) {
      lines.addAll(table.lines());
    }
    if (report.outcome() != SyncOutcome.UNCHANGED) {
      lines.add(totals(report));
    }
    if (report.resolved() > 0) {
      lines.add(
          "  decided: " + counted(report.resolved(), "conflict") + "; all of it is in the log");
    }
    if (report.waiting() > 0) {
      lines.add(waiting(report));
    }
    report.notes().forEach(note -> lines.add("  note: " + note));
    return lines;
  }

  private static String headline(SyncReport report) {
    String job = report.syncId().isEmpty() ? "" : " (%s)".formatted(report.syncId());
    return "%s: %s in %s%s"
        .formatted(report.client(), words(report.outcome()), duration(report.took()), job);
  }

  private static String words(SyncOutcome outcome) {
    return switch (outcome) {
      case UNCHANGED -> "unchanged, nothing sent,";
      case COMPLETE -> "complete";
      case PARTIAL -> "done as far as possible";
      case ON_HOLD -> "on hold, nothing applied,";
    };
  }

  private static TextTable changedTables(SyncReport report) {
    TextTable table =
        new TextTable(
            "table", "read", "inserted", "updated", "deleted", "conflicts", "quarantined");
    for (TableReport t : report.tables()) {
      if (t.changed() + t.conflicts() + t.quarantined() > 0) {
        table.add(
            t.table(),
            count(t.rowsRead()),
            count(t.inserted()),
            count(t.updated()),
            count(t.deleted()),
            count(t.conflicts()),
            count(t.quarantined()));
      }
    }
    return table;
  }

  private static String totals(SyncReport report) {
    return "  %s read in %s, %s changed, %s sent; picture of the file: %s, held for %s"
        .formatted(
            counted(report.rowsRead(), "row"),
            counted(report.tables().size(), "table"),
            count(report.rowsChanged()),
            bytes(report.bytesSent()),
            report.snapshot(),
            duration(report.sourceHeld()));
  }

  private static String waiting(SyncReport report) {
    return "  waiting for a person: %s; see: tributary conflicts list, tributary quarantine list"
        .formatted(counted(report.waiting(), "row"));
  }

  private static Map<String, Object> document(SyncReport report) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("client_name", report.client().value());
    document.put("sync_id", report.syncId());
    document.put("outcome", report.outcome().name().toLowerCase(Locale.ROOT));
    document.put("rows_read", report.rowsRead());
    document.put("rows_changed", report.rowsChanged());
    document.put("conflicts", report.conflicts());
    document.put("resolved", report.resolved());
    document.put("quarantined", report.quarantined());
    document.put("waiting", report.waiting());
    document.put("bytes_sent", report.bytesSent());
    document.put("snapshot", report.snapshot());
    document.put("source_held_ms", report.sourceHeld().toMillis());
    document.put("took_ms", report.took().toMillis());
    report.holdReason().ifPresent(reason -> document.put("hold_reason", reason));
    document.put("tables", report.tables().stream().map(SyncAnswer::table).toList());
    document.put("notes", report.notes());
    return document;
  }

  private static Map<String, Object> table(TableReport report) {
    Map<String, Object> table = new LinkedHashMap<>();
    table.put("table", report.table());
    table.put("rows_read", report.rowsRead());
    table.put("inserted", report.inserted());
    table.put("updated", report.updated());
    table.put("deleted", report.deleted());
    table.put("conflicts", report.conflicts());
    table.put("resolved", report.resolved());
    table.put("quarantined", report.quarantined());
    table.put("strays", report.strays());
    return table;
  }
}
