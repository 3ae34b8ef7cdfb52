package dev.tributary.spring;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.ConflictPolicy;
import dev.tributary.api.ConflictResolver;
import dev.tributary.api.Json;
import dev.tributary.conflict.ConfiguredConflicts;
import dev.tributary.conflict.ConflictConfiguration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.springframework.core.io.Resource;
import org.springframework.core.io.ResourceLoader;

/** Who decides conflicts: a configuration, which may name beans, or one bean alone. */
final class ConflictRules {
  private static final String PROPERTY = "tributary.conflicts.configuration";

  private final ResourceLoader resources;
  private final Map<String, ConflictResolver> resolvers;

  /**
   * @param resolvers by the names of their beans
   */
  ConflictRules(ResourceLoader resources, Map<String, ConflictResolver> resolvers) {
    this.resources = resources;
    this.resolvers = Map.copyOf(resolvers);
  }

  ConflictPolicy policy(String location) {
    if (!location.isEmpty()) {
      return configured(location);
    }
    if (resolvers.size() > 1) {
      throw new CannotStart(
          "there are several ConflictResolver beans, and nothing says which one decides: "
              + resolvers.keySet().stream().sorted().toList(),
          "Set " + PROPERTY + " to a JSON file that names them by strategy custom, or keep one.");
    }
    return resolvers.values().stream()
        .findFirst()
        .map(ConflictPolicy::always)
        .orElseGet(ConfiguredConflicts::builtIn);
  }

  private ConflictPolicy configured(String location) {
    try {
      ConflictConfiguration rules = ConflictConfiguration.read(new Json(text(location)), resolvers);
      ConfiguredConflicts policy = new ConfiguredConflicts(rules, resolvers);
      // What the application says goes before what stands in the client's row.
      return (client, columns, settings) -> policy.resolverFor(client, columns, Optional.empty());
    } catch (ConfigurationInvalid e) {
      throw new CannotStart(
          PROPERTY + " of '" + location + "' is not valid: " + e.getMessage(),
          "Change what the message names; docs/conflicts.md lists all keys.",
          e);
    }
  }

  private String text(String location) {
    Resource resource = resources.getResource(location);
    try {
      return resource.getContentAsString(StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new CannotStart(
          PROPERTY + " of '" + location + "' cannot be read: " + e.getMessage(),
          "Set it to classpath:NAME or file:PATH of a JSON file.",
          e);
    }
  }
}
