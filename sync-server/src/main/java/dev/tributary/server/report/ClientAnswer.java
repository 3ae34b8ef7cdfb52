package dev.tributary.server.report;

import dev.tributary.api.ClientName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The answers of {@code tributary client}. */
public final class ClientAnswer {
  private static final List<String> STATUS =
      List.of(
          "client_name",
          "status",
          "sync_enabled",
          "sync_interval",
          "last_sync_status",
          "last_sync_at",
          "next_sync_at",
          "open_conflicts",
          "open_quarantine");
  private static final List<String> JOBS =
      List.of(
          "sync_id",
          "client_name",
          "status",
          "sync_type",
          "triggered_by",
          "started_at",
          "duration_seconds",
          "rows_synced");

  private ClientAnswer() {}

  /** What was decided about a client. */
  public static Answer decided(ClientName client, String status, boolean enabled, Duration every) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("client_name", client.value());
    document.put("status", status);
    document.put("sync_enabled", enabled);
    document.put("sync_interval", every.toSeconds());
    String when =
        enabled ? "is synced every %d s".formatted(every.toSeconds()) : "is not synced by itself";
    return new Answer(List.of("%s: %s, status %s".formatted(client, when, status)), document);
  }

  /** The same, as a node has answered. */
  public static Answer decided(Map<String, Object> row) {
    return decided(
        new ClientName(String.valueOf(row.get("client_name"))),
        String.valueOf(row.get("status")),
        Boolean.TRUE.equals(row.get("sync_enabled")),
        Duration.ofSeconds(Long.parseLong(String.valueOf(row.get("sync_interval")))));
  }

  public static Answer status(List<Map<String, Object>> rows) {
    List<String> lines = new ArrayList<>(table(rows, STATUS, "no client"));
    for (Map<String, Object> row : rows) {
      note(row, "hold_reason", lines);
      note(row, "last_error", lines);
    }
    return new Answer(lines, Map.of("clients", rows));
  }

  public static Answer jobs(List<Map<String, Object>> rows) {
    List<String> lines = new ArrayList<>(table(rows, JOBS, "no job"));
    for (Map<String, Object> row : rows) {
      note(row, "error_message", lines);
    }
    return new Answer(lines, Map.of("jobs", rows));
  }

  private static List<String> table(
      List<Map<String, Object>> rows, List<String> columns, String nothing) {
    if (rows.isEmpty()) {
      return List.of(nothing);
    }
    TextTable table = new TextTable(columns.toArray(String[]::new));
    for (Map<String, Object> row : rows) {
      table.add(columns.stream().map(c -> shown(row.get(c))).toArray(String[]::new));
    }
    return table.lines();
  }

  private static String shown(Object value) {
    return Objects.toString(value, "");
  }

  private static void note(Map<String, Object> row, String column, List<String> lines) {
    if (row.get(column) != null) {
      Object name = row.getOrDefault("sync_id", row.get("client_name"));
      lines.add("  %s: %s".formatted(name, row.get(column)));
    }
  }
}
