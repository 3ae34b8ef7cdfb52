package dev.tributary.core.internal.capture;

import dev.tributary.api.RowKey;
import java.util.Objects;

/**
 * A row that was not read because of a cell too large to hold in memory.
 *
 * @param key the key cells; empty where rows have no key
 * @param column the source's name of the largest cell's column
 */
public record Oversized(RowKey key, String column, long bytes) {
  public Oversized {
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(column, "column");
  }
}
