package dev.tributary.api;

import java.math.BigInteger;
import java.util.Objects;
import java.util.Optional;

/**
 * The two times that a decision compared.
 *
 * @param source as it is stored; empty text where there is none
 * @param target likewise
 * @param sourceNanos since 1970-01-01T00:00Z; empty: missing or unreadable
 * @param targetNanos likewise
 */
public record Compared(
    String field,
    String source,
    String target,
    Optional<BigInteger> sourceNanos,
    Optional<BigInteger> targetNanos) {
  public Compared {
    Objects.requireNonNull(field, "field");
    Objects.requireNonNull(source, "source");
    Objects.requireNonNull(target, "target");
    Objects.requireNonNull(sourceNanos, "sourceNanos");
    Objects.requireNonNull(targetNanos, "targetNanos");
  }
}
