package dev.tributary.server.config;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tributary.api.ClientName;
import dev.tributary.api.ConfigurationInvalid;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What {@code sync-intervals.json} says.
 *
 * @param presets names for intervals
 * @param usual of a client that is registered without one
 * @param clients intervals of single clients
 */
public record IntervalSettings(
    Map<String, Duration> presets, Duration usual, Map<ClientName, Duration> clients) {
  private static final Duration FIVE_MINUTES = Duration.ofMinutes(5);
  private static final Set<String> KEYS = Set.of("presets", "default_interval", "clients");
  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  public IntervalSettings {
    presets = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(presets));
    clients = Map.copyOf(clients);
  }

  /** One minute, five, an hour, four, a day; five minutes where nothing is said. */
  public static IntervalSettings builtIn() {
    Map<String, Duration> presets = new LinkedHashMap<>();
    presets.put("1m", Duration.ofMinutes(1));
    presets.put("5m", FIVE_MINUTES);
    presets.put("1h", Duration.ofHours(1));
    presets.put("4h", Duration.ofHours(4));
    presets.put("1d", Duration.ofDays(1));
    return new IntervalSettings(presets, FIVE_MINUTES, Map.of());
  }

  /**
   * @throws ConfigurationInvalid with everything that is wrong, each with its place
   */
  public static IntervalSettings read(String text) {
    JsonNode root = parse(text);
    List<String> problems = new ArrayList<>();
    root.fieldNames()
        .forEachRemaining(
            name -> {
              if (!KEYS.contains(name)) {
                problems.add("$.%s is not known".formatted(name));
              }
            });
    Map<String, Duration> presets = presets(root, problems);
    Duration usual =
        root.has("default_interval")
            ? interval(root.get("default_interval"), presets, "$.default_interval", problems)
            : FIVE_MINUTES;
    Map<ClientName, Duration> clients = clients(root, presets, problems);
    if (!problems.isEmpty()) {
      throw new ConfigurationInvalid(String.join("; ", problems));
    }
    return new IntervalSettings(presets, usual, clients);
  }

  private static JsonNode parse(String text) {
    try {
      JsonNode root = STRICT.readTree(text);
      if (root != null && root.isObject()) {
        return root;
      }
      throw new ConfigurationInvalid("it is no JSON object");
    } catch (JsonProcessingException e) {
      throw new ConfigurationInvalid("it is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static Map<String, Duration> presets(JsonNode root, List<String> problems) {
    if (!root.has("presets")) {
      return builtIn().presets();
    }
    Map<String, Duration> presets = new LinkedHashMap<>();
    object(root, "presets", problems)
        .properties()
        .forEach(
            preset ->
                presets.put(
                    preset.getKey(),
                    interval(
                        preset.getValue(), Map.of(), "$.presets." + preset.getKey(), problems)));
    return presets;
  }

  private static Map<ClientName, Duration> clients(
      JsonNode root, Map<String, Duration> presets, List<String> problems) {
    Map<ClientName, Duration> clients = new LinkedHashMap<>();
    object(root, "clients", problems)
        .properties()
        .forEach(
            client -> {
              String path = "$.clients." + client.getKey();
              try {
                clients.put(
                    new ClientName(client.getKey()),
                    interval(client.getValue(), presets, path, problems));
              } catch (ConfigurationInvalid e) {
                problems.add(path + ": " + e.getMessage());
              }
            });
    return clients;
  }

  private static JsonNode object(JsonNode root, String name, List<String> problems) {
    JsonNode node = root.path(name);
    if (!node.isMissingNode() && !node.isObject()) {
      problems.add("$.%s is no object".formatted(name));
    }
    return node;
  }

  private static Duration interval(
      JsonNode value, Map<String, Duration> presets, String path, List<String> problems) {
    if (value.isIntegralNumber() && value.canConvertToInt() && value.intValue() > 0) {
      return Duration.ofSeconds(value.intValue());
    }
    if (value.isTextual() && presets.containsKey(value.textValue())) {
      return presets.get(value.textValue());
    }
    problems.add(
        "%s is %s: whole seconds, at least 1%s"
            .formatted(
                path,
                value,
                presets.isEmpty() ? "" : ", or one of " + String.join(", ", presets.keySet())));
    return FIVE_MINUTES;
  }
}
