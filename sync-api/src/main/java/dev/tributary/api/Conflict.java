package dev.tributary.api;

import java.util.Objects;
import java.util.Optional;

/**
 * A row that others wrote in the target and the app changed in the source.
 *
 * @param base the source row as last synced, as far as it is known
 * @param source the source row now; empty: deleted
 * @param target the target row now, decoded; empty: deleted
 */
public record Conflict(
    ClientName client,
    String table,
    RowKey key,
    ConflictKind kind,
    Optional<RowImage> base,
    Optional<RowImage> source,
    Optional<RowImage> target) {
  public Conflict {
    Objects.requireNonNull(client, "client");
    Objects.requireNonNull(table, "table");
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(base, "base");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(target, "target");
  }
}
