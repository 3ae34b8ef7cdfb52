package dev.tributary.core.internal.catalog;

import dev.tributary.api.Json;
import java.util.Objects;
import java.util.Optional;

/**
 * What a client's row says about conflicts.
 *
 * @param decided entries that a person decided and no run has carried out yet
 * @param configuration the client's own, from its {@code config}
 */
public record ConflictSettings(long decided, DriftSetting drift, Optional<Json> configuration) {
  public ConflictSettings {
    Objects.requireNonNull(drift, "drift");
    Objects.requireNonNull(configuration, "configuration");
  }
}
