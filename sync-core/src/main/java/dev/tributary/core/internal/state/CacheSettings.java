package dev.tributary.core.internal.state;

import dev.tributary.api.ConfigurationInvalid;
import java.time.Duration;

/**
 * How much a cache keeps, and for how long.
 *
 * @param ttl after about so long a value is read again in the background, though its feed said
 *     nothing
 * @param maxStale how old an answer may be while the store is away
 * @param maxBytes about how much memory the values may take
 */
public record CacheSettings(Duration ttl, Duration maxStale, long maxBytes) {
  public CacheSettings {
    require(ttl.toMillis() >= 1, "ttl", ttl, "at least PT0.001S");
    require(!maxStale.isNegative(), "maxStale", maxStale, "zero or more");
    require(maxBytes > 0, "maxBytes", maxBytes, "more than 0");
  }

  private static void require(boolean fits, String name, Object value, String wanted) {
    if (!fits) {
      throw new ConfigurationInvalid(
          "cache setting %s is %s; it must be %s".formatted(name, value, wanted));
    }
  }

  public static CacheSettings defaults() {
    return new CacheSettings(Duration.ofMinutes(5), Duration.ofHours(1), 32L << 20);
  }

  public CacheSettings withTtl(Duration value) {
    return new CacheSettings(value, maxStale, maxBytes);
  }

  public CacheSettings withMaxStale(Duration value) {
    return new CacheSettings(ttl, value, maxBytes);
  }

  public CacheSettings withMaxBytes(long value) {
    return new CacheSettings(ttl, maxStale, value);
  }
}
