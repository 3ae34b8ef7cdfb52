package dev.tributary.server.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.tributary.server.config.IntervalRules;
import dev.tributary.server.web.problem.BadRequest;
import java.time.Duration;

/** Intervals in requests: seconds, or the name of a preset. */
final class Intervals {
  private Intervals() {}

  static Duration of(JsonNode value, IntervalRules rules) {
    if (value.isIntegralNumber() && value.canConvertToInt() && value.intValue() > 0) {
      return Duration.ofSeconds(value.intValue());
    }
    if (value.isTextual()) {
      return rules.preset(value.textValue()).orElseThrow(() -> wrong(value, rules));
    }
    throw wrong(value, rules);
  }

  private static BadRequest wrong(JsonNode value, IntervalRules rules) {
    return new BadRequest(
        "sync_interval",
        value.toString(),
        "that is no interval",
        "Send whole seconds, at least 1, or one of: " + String.join(", ", rules.presets()) + ".");
  }
}
