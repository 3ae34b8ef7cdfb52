package dev.tributary.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.api.ClusterName;
import dev.tributary.api.Leadership;
import dev.tributary.api.LossReason;
import dev.tributary.api.NodeId;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
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
    Leadership term = new StubTerm();
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

  @Test
  void whatTheElectorCountsIsReadWhenItIsAskedFor() {
    AtomicLong renewed = new AtomicLong();
    LeadershipMeters.attempts(renewed::get, () -> 2).bindTo(registry);
    renewed.set(7);
    assertThat(attempts("renewed")).isEqualTo(7);
    assertThat(attempts("failed")).isEqualTo(2);
  }

  private double attempts(String result) {
    return registry.get("leader.elections").tag("result", result).functionCounter().count();
  }

  private double gauge(String name) {
    return registry.get(name).tags("node_id", "a", "cluster", "prod").gauge().value();
  }

  private double counter(String name, String tag, String value) {
    return registry.get(name).tag(tag, value).counter().count();
  }
}
