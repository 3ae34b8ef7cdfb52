package dev.tributary.core.internal.table;

import java.util.UUID;

/** 128 bits that stand for a key. */
public record KeyHash(long high, long low) {
  public UUID uuid() {
    return new UUID(high, low);
  }

  public static KeyHash of(UUID uuid) {
    return new KeyHash(uuid.getMostSignificantBits(), uuid.getLeastSignificantBits());
  }
}
