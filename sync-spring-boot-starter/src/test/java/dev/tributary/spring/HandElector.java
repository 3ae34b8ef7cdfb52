package dev.tributary.spring;

import dev.tributary.api.ClusterName;
import dev.tributary.api.FencingToken;
import dev.tributary.api.LeaderElector;
import dev.tributary.api.Leadership;
import dev.tributary.api.LeadershipListener;
import dev.tributary.api.LeadershipLost;
import dev.tributary.api.LossReason;
import dev.tributary.api.SqlFunction;
import java.sql.Connection;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

/** An elector whose test says who leads. */
final class HandElector implements LeaderElector {
  private final UUID holder = UUID.randomUUID();
  private volatile Optional<Term> term = Optional.empty();
  private long terms;

  void lead(LeadershipListener listener) {
    Term gained = new Term(new FencingToken(1, ++terms, holder), new boolean[] {true});
    term = Optional.of(gained);
    listener.gained(gained);
  }

  void lose(LossReason reason, LeadershipListener listener) {
    Term lost = term.orElseThrow();
    term = Optional.empty();
    lost.valid[0] = false;
    listener.lost(lost, reason);
  }

  @Override
  public Optional<Leadership> current() {
    return term.map(leads -> leads);
  }

  @Override
  public Leadership await(Duration timeout) {
    return current().orElseThrow(() -> new LeadershipLost("nobody leads"));
  }

  @Override
  public void resign() {}

  @Override
  public void close() {}

  private record Term(FencingToken token, boolean[] valid) implements Leadership {
    @Override
    public ClusterName cluster() {
      return new ClusterName("test");
    }

    @Override
    public boolean isValid() {
      return valid[0];
    }

    @Override
    public Duration remaining() {
      return valid[0] ? Duration.ofMinutes(1) : Duration.ZERO;
    }

    @Override
    public void fence(Connection connection) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void commitFenced(Connection connection) {
      throw new UnsupportedOperationException();
    }

    @Override
    public <T> T callFenced(SqlFunction<T> body) {
      throw new UnsupportedOperationException();
    }
  }
}
