package dev.tributary.core.internal.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The fields of a schedule that a write names; those that it leaves out stay as they are.
 *
 * @param lastSync only so that what was read can be written back
 */
record SchedulePatch(
    String key,
    Optional<String> status,
    Optional<Boolean> syncEnabled,
    Optional<Integer> syncInterval,
    Optional<JsonNode> lastSync) {
  private static final String ON_HOLD = "on_hold";
  private static final List<String> STATUSES = List.of("active", "paused", "migrating", "stopped");
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  static SchedulePatch of(String key, Json value) {
    JsonNode object = object(key, value);
    SchedulePatch patch =
        new SchedulePatch(
            key, Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      patch = patch.with(field.getKey(), field.getValue());
    }
    return patch;
  }

  private static JsonNode object(String key, Json value) {
    try {
      JsonNode read = MAPPER.readTree(value.text());
      if (read.isObject()) {
        return read;
      }
    } catch (JsonProcessingException e) {
      throw new ConfigurationInvalid(
          "the value of %s cannot be read: %s".formatted(key, e.getOriginalMessage()), e);
    }
    throw new ConfigurationInvalid(
        "the value of %s must be an object with some of status, sync_enabled, sync_interval"
            .formatted(key));
  }

  private SchedulePatch with(String field, JsonNode value) {
    return switch (field) {
      case "status" -> withStatus(value);
      case "sync_enabled" -> {
        require(value.isBoolean(), field, value, "true or false");
        yield new SchedulePatch(
            key, status, Optional.of(value.booleanValue()), syncInterval, lastSync);
      }
      case "sync_interval" -> {
        boolean fits = value.isIntegralNumber() && value.canConvertToInt() && value.intValue() > 0;
        require(fits, field, value, "a whole number of seconds from 1 to 2147483647");
        yield new SchedulePatch(key, status, syncEnabled, Optional.of(value.intValue()), lastSync);
      }
      case "last_sync" ->
          new SchedulePatch(key, status, syncEnabled, syncInterval, Optional.of(value));
      default ->
          throw new ConfigurationInvalid(
              "%s has no field '%s'; it has status, sync_enabled, sync_interval, and last_sync to read"
                  .formatted(key, shown(field)));
    };
  }

  private SchedulePatch withStatus(JsonNode value) {
    boolean known =
        value.isTextual()
            && (STATUSES.contains(value.textValue()) || value.textValue().equals(ON_HOLD));
    require(known, "status", value, "one of " + String.join(", ", STATUSES));
    return new SchedulePatch(
        key, Optional.of(value.textValue()), syncEnabled, syncInterval, lastSync);
  }

  private void require(boolean fits, String field, JsonNode value, String wanted) {
    if (!fits) {
      throw new ConfigurationInvalid(
          "%s: %s cannot be %s; it must be %s, or be left out to stay as it is"
              .formatted(key, field, shown(value.toString()), wanted));
    }
  }

  private static String shown(String text) {
    return text.length() <= 60 ? text : text.substring(0, 60) + "...";
  }

  /** What only a run can say may be written back as it was read, and not otherwise. */
  void requireThatItMayFollow(String currentStatus, Optional<String> currentLastSync) {
    if (status.filter(ON_HOLD::equals).isPresent() && !currentStatus.equals(ON_HOLD)) {
      throw new ConfigurationInvalid(
          key + ": status on_hold is set by the guards of a run; to stop runs, set it to paused");
    }
    boolean same =
        lastSync
            .map(
                given ->
                    given.isNull()
                        ? currentLastSync.isEmpty()
                        : currentLastSync.equals(Optional.of(given.asText())))
            .orElse(true);
    if (!same) {
      throw new ConfigurationInvalid(key + ": last_sync is read-only: leave it out");
    }
  }
}
