package dev.tributary.server.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tributary.api.StateEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The answers about entries of the state store. */
public final class StateAnswer {
  private static final int SHOWN = 60;
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private StateAnswer() {}

  /** The value alone as text, so that a script can read it. */
  public static Answer value(StateEntry entry) {
    return new Answer(entry.value().text().lines().toList(), document(entry));
  }

  /** An entry as a node has answered it. */
  public static Answer value(JsonNode entry) {
    return new Answer(entry.path("value").toString().lines().toList(), fields(entry));
  }

  /** What a node has answered about a value that was written. */
  public static Answer written(JsonNode entry) {
    return new Answer(
        List.of(
            "%s: written, version %s".formatted(entry.path("key").asText(), entry.path("version"))),
        fields(entry));
  }

  /** What a node has answered about a value that was deleted. */
  public static Answer deleted(JsonNode entry) {
    return new Answer(
        List.of(
            "%s: deleted, version %s".formatted(entry.path("key").asText(), entry.path("version"))),
        fields(entry));
  }

  /** Entries as a node has answered them. */
  public static Answer list(JsonNode answer) {
    List<String> lines = new ArrayList<>();
    List<Map<String, Object>> documents = new ArrayList<>();
    for (JsonNode entry : answer.path("entries")) {
      documents.add(fields(entry));
      lines.add(
          "%s  version %s  %s"
              .formatted(entry.path("key").asText(), entry.path("version"), entry.path("value")));
    }
    return new Answer(lines.isEmpty() ? List.of("nothing") : lines, Map.of("entries", documents));
  }

  private static Map<String, Object> fields(JsonNode entry) {
    Map<String, Object> fields = new LinkedHashMap<>();
    entry.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
    return fields;
  }

  public static Answer written(StateEntry entry) {
    String what = entry.deleted() ? "deleted" : "written";
    return new Answer(
        List.of("%s: %s, version %d".formatted(entry.key(), what, entry.version())),
        document(entry));
  }

  public static Answer list(List<StateEntry> entries) {
    List<String> lines = new ArrayList<>();
    if (entries.isEmpty()) {
      lines.add("nothing");
    } else {
      TextTable table = new TextTable("key", "version", "updated", "by", "value");
      entries.forEach(
          entry ->
              table.add(
                  entry.key(),
                  Long.toString(entry.version()),
                  entry.updatedAt().toString(),
                  entry.updatedBy(),
                  shown(entry)));
      lines.addAll(table.lines());
    }
    return new Answer(
        lines, Map.of("entries", entries.stream().map(StateAnswer::document).toList()));
  }

  /** One change, in one line. */
  public static Answer change(StateEntry entry) {
    String line =
        entry.deleted()
            ? "%s deleted (version %d, by %s)"
                .formatted(entry.key(), entry.version(), entry.updatedBy())
            : "%s = %s (version %d, by %s)"
                .formatted(
                    entry.key(),
                    shortened(tree(entry).toString()),
                    entry.version(),
                    entry.updatedBy());
    return new Answer(List.of(line), document(entry));
  }

  private static String shown(StateEntry entry) {
    return shortened(entry.value().text().replaceAll("\\s*\\R\\s*", " "));
  }

  private static String shortened(String oneLine) {
    return oneLine.length() <= SHOWN ? oneLine : oneLine.substring(0, SHOWN) + "...";
  }

  private static Map<String, Object> document(StateEntry entry) {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("key", entry.key());
    document.put("value", tree(entry));
    document.put("version", entry.version());
    document.put("updated_at", entry.updatedAt().toString());
    document.put("updated_by", entry.updatedBy());
    document.put("deleted", entry.deleted());
    return document;
  }

  private static JsonNode tree(StateEntry entry) {
    try {
      return MAPPER.readTree(entry.value().text());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the store keeps only JSON: " + entry.key(), e);
    }
  }
}
