package dev.tributary.conflict;

import dev.tributary.api.ClientName;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.ConflictPolicy;
import dev.tributary.api.ConflictResolver;
import dev.tributary.api.Json;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The policy of a configuration, and of those that single clients have of their own. What is
 * configured is checked against the client's tables in each run, before anything is applied.
 */
public final class ConfiguredConflicts implements ConflictPolicy {
  private final ConflictConfiguration all;
  private final Map<String, ConflictResolver> custom;

  /**
   * @param all for clients without settings of their own
   * @param custom resolvers that settings of clients may name
   */
  public ConfiguredConflicts(ConflictConfiguration all, Map<String, ConflictResolver> custom) {
    this.all = Objects.requireNonNull(all, "all");
    this.custom = Map.copyOf(custom);
  }

  /** {@code newest_wins} on {@code updated_at}, where a client says nothing else. */
  public static ConflictPolicy builtIn() {
    return new ConfiguredConflicts(ConflictConfiguration.builtIn(), Map.of());
  }

  @Override
  public ConflictResolver resolverFor(
      ClientName client, Map<String, List<String>> columns, Optional<Json> settings) {
    try {
      ConflictConfiguration configuration =
          settings.map(json -> ConflictConfiguration.read(json, custom)).orElse(all);
      configuration.requireFits(columns);
      return configuration.resolver();
    } catch (ConfigurationInvalid e) {
      throw new ConfigurationInvalid("client " + client + ": " + e.getMessage(), e);
    }
  }
}
