package dev.tributary.core.internal.schedule;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.tributary.api.ClientName;
import dev.tributary.api.MassDelete;
import dev.tributary.api.SyncMode;
import dev.tributary.api.SyncRequest;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The column {@code sync_jobs.request}. */
final class JobRequestJson {
  private static final String KIND = "kind";
  private static final String CLIENT = "client_name";
  private static final String SOURCE = "source";
  private static final String TRIGGERED_BY = "triggered_by";

  private JobRequestJson() {}

  static String write(JobRequest asked) {
    ObjectNode node = Documents.object();
    node.put(CLIENT, asked.client().value());
    node.put(SOURCE, asked.source().toString());
    if (asked instanceof JobRequest.Sync sync) {
      SyncRequest request = sync.request();
      node.put(KIND, "sync");
      node.put("mode", request.mode().name());
      node.put("mass_delete", request.massDelete().name());
      request.schema().ifPresent(schema -> node.put("schema", schema));
      ObjectNode types = node.putObject("column_types");
      request.columnTypes().forEach(types::put);
      node.put(TRIGGERED_BY, request.triggeredBy());
    } else {
      node.put(KIND, kind(asked));
      node.put(TRIGGERED_BY, asked.triggeredBy());
    }
    return Documents.text(node);
  }

  private static String kind(JobRequest asked) {
    if (asked instanceof JobRequest.Check) {
      return "check";
    }
    return asked instanceof JobRequest.Restore ? "restore" : "repair";
  }

  static JobRequest read(String text) {
    JsonNode node = Documents.read(text);
    ClientName client = new ClientName(node.path(CLIENT).asText());
    Path source = Path.of(node.path(SOURCE).asText());
    String who = node.path(TRIGGERED_BY).asText();
    return switch (node.path(KIND).asText()) {
      case "repair" -> new JobRequest.Repair(client, source);
      case "check" -> new JobRequest.Check(client, source, who);
      case "restore" -> new JobRequest.Restore(client, source, who);
      default -> sync(node, client, source);
    };
  }

  private static JobRequest.Sync sync(JsonNode node, ClientName client, Path source) {
    SyncRequest request =
        SyncRequest.of(client, source)
            .withMode(SyncMode.valueOf(node.path("mode").asText()))
            .withMassDelete(MassDelete.valueOf(node.path("mass_delete").asText()))
            .withColumnTypes(types(node))
            .withTriggeredBy(node.path(TRIGGERED_BY).asText());
    return new JobRequest.Sync(
        node.has("schema") ? request.withSchema(node.path("schema").asText()) : request);
  }

  private static Map<String, String> types(JsonNode node) {
    Map<String, String> types = new HashMap<>();
    node.path("column_types")
        .properties()
        .forEach(field -> types.put(field.getKey(), field.getValue().asText()));
    return types;
  }
}
