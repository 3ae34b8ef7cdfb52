package dev.tributary.server.config;

import dev.tributary.api.ClientName;
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

  /** The same for a client that the file may name; it may have been registered before. */
  public Duration usual(ClientName client) {
    IntervalSettings now = current.get();
    return now.clients().getOrDefault(client, now.usual());
  }

  public List<String> presets() {
    return List.copyOf(current.get().presets().keySet());
  }

  public Optional<Duration> preset(String name) {
    return Optional.ofNullable(current.get().presets().get(name));
  }
}
