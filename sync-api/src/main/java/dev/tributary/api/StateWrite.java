package dev.tributary.api;

import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What to write to a {@link StateStore}.
 *
 * @param value empty to delete
 * @param expectedVersion write only if the entry has this version; 0: only if it does not exist
 */
public record StateWrite(
    String key, Optional<Json> value, OptionalLong expectedVersion, String writer) {
  public StateWrite {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(expectedVersion, "expectedVersion");
    Objects.requireNonNull(writer, "writer");
    if (key.isEmpty() || key.length() > 255) {
      throw new ConfigurationInvalid("a state key has 1 to 255 characters, not " + key.length());
    }
  }

  public static StateWrite put(String key, Json value, String writer) {
    return new StateWrite(key, Optional.of(value), OptionalLong.empty(), writer);
  }

  public static StateWrite delete(String key, String writer) {
    return new StateWrite(key, Optional.empty(), OptionalLong.empty(), writer);
  }

  /** The same write, only if the entry still has {@code version}. */
  public StateWrite ifVersion(long version) {
    return new StateWrite(key, value, OptionalLong.of(version), writer);
  }
}
