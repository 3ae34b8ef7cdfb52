package dev.tributary.server.node;

import dev.tributary.server.database.Surroundings;
import java.nio.file.Path;
import java.util.Optional;

/** Files with rules that may change while a node runs; empty: what is built in. */
public record RuleFiles(Optional<Path> conflicts, Optional<Path> intervals) {
  static RuleFiles of(Surroundings around) {
    return new RuleFiles(
        around.variable("CONFLICT_RESOLUTION_CONFIG").map(Path::of),
        around.variable("SYNC_INTERVALS_CONFIG").map(Path::of));
  }
}
