package dev.tributary.server.config;

import dev.tributary.api.ConflictPolicy;
import dev.tributary.api.Json;
import dev.tributary.conflict.ConfiguredConflicts;
import dev.tributary.conflict.ConflictConfiguration;
import java.nio.file.Path;
import java.util.Map;

/**
 * {@code conflict-resolution.json}: who wins a conflict, for clients that say nothing themselves.
 */
public final class ConflictRulesFile {
  private ConflictRulesFile() {}

  /** A policy that follows the file; each run asks it once. */
  public static ConflictPolicy watched(Path file, WatchedFiles files) {
    WatchedFile<ConflictPolicy> rules =
        files.watch(
            new WatchedFile<>(
                NodeOption.CONFLICT_RESOLUTION_CONFIG,
                file,
                ConflictRulesFile::parse,
                changed -> {}));
    return (client, columns, settings) -> rules.current().resolverFor(client, columns, settings);
  }

  private static ConflictPolicy parse(String text) {
    return new ConfiguredConflicts(ConflictConfiguration.read(new Json(text)), Map.of());
  }
}
