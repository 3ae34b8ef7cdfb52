package dev.tributary.core.internal.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.api.ClientName;
import dev.tributary.api.SyncOutcome;
import dev.tributary.api.SyncReport;
import dev.tributary.api.TableReport;
import java.time.Duration;
import java.util.Optional;

/** A {@link SyncReport} on its way back to the one who asked. */
final class SyncReportJson {
  private SyncReportJson() {}

  static String write(SyncReport report) {
    ObjectNode node = Documents.object();
    node.put("client_name", report.client().value());
    node.put("sync_id", report.syncId());
    node.put("outcome", report.outcome().name());
    report.tables().forEach(table -> write(table, node.withArray("tables").addObject()));
    node.put("waiting", report.waiting());
    node.put("bytes_sent", report.bytesSent());
    node.put("snapshot", report.snapshot());
    node.put("source_held_nanos", report.sourceHeld().toNanos());
    node.put("took_nanos", report.took().toNanos());
    report.holdReason().ifPresent(reason -> node.put("hold_reason", reason));
    Documents.texts(node.putArray("notes"), report.notes());
    return Documents.text(node);
  }

  private static void write(TableReport table, ObjectNode node) {
    node.put("table", table.table());
    node.put("rows_read", table.rowsRead());
    node.put("inserted", table.inserted());
    node.put("updated", table.updated());
    node.put("deleted", table.deleted());
    node.put("conflicts", table.conflicts());
    node.put("quarantined", table.quarantined());
    node.put("strays", table.strays());
    node.put("resolved", table.resolved());
  }

  static SyncReport read(String text) {
    JsonNode node = Documents.read(text);
    return new SyncReport(
        new ClientName(node.path("client_name").asText()),
        node.path("sync_id").asText(),
        SyncOutcome.valueOf(node.path("outcome").asText()),
        Documents.list(node.path("tables"), SyncReportJson::table),
        node.path("waiting").asLong(),
        node.path("bytes_sent").asLong(),
        node.path("snapshot").asText(),
        Duration.ofNanos(node.path("source_held_nanos").asLong()),
        Duration.ofNanos(node.path("took_nanos").asLong()),
        node.has("hold_reason") ? Optional.of(node.path("hold_reason").asText()) : Optional.empty(),
        Documents.list(node.path("notes"), JsonNode::asText));
  }

  private static TableReport table(JsonNode node) {
    return new TableReport(
        node.path("table").asText(),
        node.path("rows_read").asLong(),
        node.path("inserted").asLong(),
        node.path("updated").asLong(),
        node.path("deleted").asLong(),
        node.path("conflicts").asLong(),
        node.path("quarantined").asLong(),
        node.path("strays").asLong(),
        node.path("resolved").asLong());
  }
}
