package dev.tributary.api;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What to write to a {@link StateStore}.
 *
 * @param key 1 to 255 characters, none of them a control character
 * @param value well-formed JSON of at most {@link #MAX_VALUE_BYTES}; empty to delete
 * @param expectedVersion write only if the entry has this version; 0: only if it does not exist
 * @param writer who writes, for people
 */
public record StateWrite(
    String key, Optional<Json> value, OptionalLong expectedVersion, String writer) {
  /** The largest value, in UTF-8. */
  public static final int MAX_VALUE_BYTES = 1 << 20;

  public StateWrite {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(value, "value");
    Objects.requireNonNull(expectedVersion, "expectedVersion");
    Objects.requireNonNull(writer, "writer");
    Names.requireStateKey(key);
    Names.requireWriter(writer);
    String name = key;
    value.ifPresent(json -> requireValue(name, json.text()));
  }

  private static void requireValue(String key, String text) {
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_VALUE_BYTES) {
      throw new ConfigurationInvalid(
          "the value of state key %s has %d bytes; at most %d are allowed: keep large things elsewhere and their name here"
              .formatted(key, bytes, MAX_VALUE_BYTES));
    }
    JsonSyntax.firstFault(text)
        .ifPresent(
            fault -> {
              throw new ConfigurationInvalid(
                  "the value of state key %s is not JSON: %s; a text needs double quotes"
                      .formatted(key, fault));
            });
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
