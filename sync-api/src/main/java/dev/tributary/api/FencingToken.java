package dev.tributary.api;

import java.util.Comparator;
import java.util.Objects;
import java.util.UUID;

/**
 * The proof of one term of leadership. A larger token is a later leader.
 *
 * @param timeline PostgreSQL's timeline; a failover of the database may repeat terms on a new one
 * @param term grows with each change of leader
 * @param holder drawn at random by the leader's process at its start
 */
public record FencingToken(int timeline, long term, UUID holder)
    implements Comparable<FencingToken> {
  private static final Comparator<FencingToken> ORDER =
      Comparator.comparingInt(FencingToken::timeline)
          .thenComparingLong(FencingToken::term)
          .thenComparing(FencingToken::holder);

  public FencingToken {
    Objects.requireNonNull(holder, "holder");
  }

  @Override
  public int compareTo(FencingToken other) {
    return ORDER.compare(this, other);
  }
}
