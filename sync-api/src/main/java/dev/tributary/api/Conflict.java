package dev.tributary.api;

import java.nio.charset.Charset;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * A row that others wrote in the target and the app changed in the source.
 *
 * @param base the source row as last considered, as far as it is known
 * @param source the source row now; empty: deleted
 * @param target the target row now, decoded; empty: deleted
 * @param detectedAt by PostgreSQL's clock: what a resolver takes for now, so that every node gives
 *     the same answer
 * @param encoding of the bytes of text cells
 */
public record Conflict(
    ClientName client,
    String table,
    RowKey key,
    ConflictKind kind,
    Optional<RowImage> base,
    Optional<RowImage> source,
    Optional<RowImage> target,
    Instant detectedAt,
    Charset encoding) {
  public Conflict {
    Objects.requireNonNull(client, "client");
    Objects.requireNonNull(table, "table");
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(base, "base");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(detectedAt, "detectedAt");
    Objects.requireNonNull(encoding, "encoding");
    if (source.isEmpty() && target.isEmpty()) {
      throw new IllegalArgumentException("a row that is gone on both sides is no conflict");
    }
  }
}
