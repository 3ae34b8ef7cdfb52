package dev.tributary.server.config;

import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.core.internal.jdbc.DatabaseUrl;

/**
 * A value and where it came from.
 *
 * @param origin in words
 */
public record Told(NodeOption option, String value, String origin) {
  private static final String MASK = "***";

  /** The value as anybody may see it. */
  public String shown() {
    return switch (option.kind()) {
      case SECRET -> MASK;
      case ADDRESS -> address();
      default -> value;
    };
  }

  private String address() {
    try {
      return DatabaseUrl.parse(value).toString();
    } catch (ConfigurationInvalid e) {
      return MASK; // whatever it is, a password may be in it
    }
  }

  @Override
  public String toString() {
    return option + "=" + shown();
  }
}
