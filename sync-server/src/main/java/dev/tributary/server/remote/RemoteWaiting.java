package dev.tributary.server.remote;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.api.Json;
import dev.tributary.server.database.Waiting;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What waits for a person, asked over HTTP; the fields are those of the database. */
public final class RemoteWaiting {
  private static final Map<Waiting, String> PATHS =
      Map.of(Waiting.CONFLICTS, "/api/v1/conflicts", Waiting.QUARANTINE, "/api/v1/quarantine");
  private static final Map<Waiting, List<String>> LISTED =
      Map.of(
          Waiting.CONFLICTS,
          List.of(
              "id",
              "client_name",
              "table_name",
              "record_key",
              "conflict_type",
              "first_detected_at"),
          Waiting.QUARANTINE,
          List.of(
              "id",
              "client_name",
              "table_name",
              "record_key",
              "column_name",
              "reason",
              "first_seen_at"));

  private RemoteWaiting() {}

  /**
   * @param client empty text for all
   */
  public static List<Map<String, String>> list(
      NodeClient node, Waiting kind, String client, int limit) {
    String of = client.isEmpty() ? "" : "&client_name=" + client;
    JsonNode answer = node.get(PATHS.get(kind) + "?limit=" + limit + of);
    List<Map<String, String>> rows = new ArrayList<>();
    for (JsonNode row : answer.path(kind == Waiting.CONFLICTS ? "conflicts" : "quarantine")) {
      Map<String, String> shown = new LinkedHashMap<>();
      LISTED.get(kind).forEach(field -> shown.put(field, text(row.path(field))));
      rows.add(shown);
    }
    return rows;
  }

  public static Map<String, String> show(NodeClient node, Waiting kind, UUID id) {
    Map<String, String> row = new LinkedHashMap<>();
    node.get(PATHS.get(kind) + "/" + id)
        .properties()
        .forEach(field -> row.put(field.getKey(), text(field.getValue())));
    return row;
  }

  /**
   * Decides a conflict.
   *
   * @param row of the person's own, for the choice custom
   * @return {@code sync_id} of the job that carries it out
   */
  public static String resolve(NodeClient node, UUID id, String choice, Optional<Json> row) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("choice", choice.toLowerCase(Locale.ROOT));
    row.ifPresent(json -> body.put("row", NodeClient.read(json)));
    return node.post(PATHS.get(Waiting.CONFLICTS) + "/" + id + "/resolve", body)
        .path("sync_id")
        .asText();
  }

  private static String text(JsonNode value) {
    return value.isNull() || value.isMissingNode()
        ? ""
        : value.isTextual() ? value.asText() : value.toString();
  }
}
