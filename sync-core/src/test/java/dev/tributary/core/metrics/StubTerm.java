package dev.tributary.core.metrics;

import dev.tributary.api.ClusterName;
import dev.tributary.api.FencingToken;
import dev.tributary.api.Leadership;
import dev.tributary.api.SqlFunction;
import java.sql.Connection;
import java.time.Duration;
import java.util.UUID;

/** A term that protects nothing. */
final class StubTerm implements Leadership {
  @Override
  public FencingToken token() {
    return new FencingToken(1, 1, new UUID(0, 1));
  }

  @Override
  public ClusterName cluster() {
    return new ClusterName("prod");
  }

  @Override
  public boolean isValid() {
    return true;
  }

  @Override
  public Duration remaining() {
    return Duration.ofSeconds(1);
  }

  @Override
  public void fence(Connection connection) {}

  @Override
  public void commitFenced(Connection connection) {}

  @Override
  public <T> T callFenced(SqlFunction<T> body) {
    throw new UnsupportedOperationException();
  }
}
