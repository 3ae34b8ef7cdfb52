package dev.tributary.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.api.ClusterName;
import dev.tributary.api.FencingToken;
import dev.tributary.api.Leadership;
import dev.tributary.api.LossReason;
import dev.tributary.api.NodeId;
import dev.tributary.api.SqlFunction;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class LeadershipMetersTest {
  private static final ClusterName CLUSTER = new ClusterName("prod");
  private final MeterRegistry registry = new SimpleMeterRegistry();
  private Optional<Leadership> current = Optional.empty();
  private final LeadershipMeters meters =
      new LeadershipMeters(new NodeId("a"), CLUSTER, () -> current);

  @Test
  void bothNamesShowWhetherThisNodeLeadsAndChangesAreCounted() {
    meters.bindTo(registry);
    assertThat(gauge("is.leader")).isZero();
    Term term = new Term();
    current = Optional.of(term);
    meters.gained(term);
    assertThat(gauge("is.leader")).isEqualTo(1);
    assertThat(gauge("sync.container.is.leader")).isEqualTo(1);
    current = Optional.empty();
    meters.lost(term, LossReason.TAKEN_OVER);
    assertThat(gauge("is.leader")).isZero();
    assertThat(counter("leader.elections", "result", "acquired")).isEqualTo(1);
    assertThat(counter("leader.elections", "result", "lost")).isEqualTo(1);
    assertThat(counter("leadership.lost", "reason", "taken_over")).isEqualTo(1);
  }

  private double gauge(String name) {
    return registry.get(name).tags("node_id", "a", "cluster", "prod").gauge().value();
  }

  private double counter(String name, String tag, String value) {
    return registry.get(name).tag(tag, value).counter().count();
  }

  /** A term that protects nothing. */
  private static final class Term implements Leadership {
    @Override
    public FencingToken token() {
      return new FencingToken(1, 1, new UUID(0, 1));
    }

    @Override
    public ClusterName cluster() {
      return CLUSTER;
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
}
