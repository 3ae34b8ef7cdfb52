package dev.tributary.core.internal.state;

import dev.tributary.api.ConfigurationInvalid;
import java.time.Duration;
import java.util.Objects;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * How a store hears of what others wrote.
 *
 * @param listening from read to read of the feed while notifications come through
 * @param polling from read to read while they do not
 * @param request how long PostgreSQL may take for one answer
 * @param heard which notifications count; all but in tests
 */
public record StateSettings(
    Duration listening,
    Duration polling,
    Duration request,
    Predicate<String> heard,
    LongSupplier nanoTime) {
  private static final Duration LONGEST = Duration.ofHours(1);

  public StateSettings {
    require("listening", listening);
    require("polling", polling);
    require("request", request);
    Objects.requireNonNull(heard, "heard");
    Objects.requireNonNull(nanoTime, "nanoTime");
  }

  private static void require(String name, Duration value) {
    if (value.toMillis() < 1 || value.compareTo(LONGEST) > 0) {
      throw new ConfigurationInvalid(
          "state setting %s is %s; it must be from PT0.001S to %s".formatted(name, value, LONGEST));
    }
  }

  public static StateSettings defaults() {
    return new StateSettings(
        Duration.ofSeconds(30),
        Duration.ofSeconds(2),
        Duration.ofSeconds(10),
        notification -> true,
        System::nanoTime);
  }

  /** Reads the feed that often. */
  public StateSettings withIntervals(Duration whenListening, Duration whenPolling) {
    return new StateSettings(whenListening, whenPolling, request, heard, nanoTime);
  }

  public StateSettings withRequest(Duration value) {
    return new StateSettings(listening, polling, value, heard, nanoTime);
  }

  /** For tests: notifications that do not pass are lost. */
  public StateSettings withHeard(Predicate<String> value) {
    return new StateSettings(listening, polling, request, value, nanoTime);
  }
}
