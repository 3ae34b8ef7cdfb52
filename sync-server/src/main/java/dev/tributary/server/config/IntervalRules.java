package dev.tributary.server.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The intervals that are in force now.
 *
 * @param current follows the file, where there is one
 */
public record IntervalRules(Supplier<IntervalSettings> current) {
  /** Of a client that is registered without one. */
  public Duration usual() {
    return current.get().usual();
  }

  public List<String> presets() {
    return List.copyOf(current.get().presets().keySet());
  }

  public Optional<Duration> preset(String name) {
    return Optional.ofNullable(current.get().presets().get(name));
  }
}
