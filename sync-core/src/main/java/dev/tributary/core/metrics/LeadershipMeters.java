package dev.tributary.core.metrics;

import dev.tributary.api.ClusterName;
import dev.tributary.api.Leadership;
import dev.tributary.api.LeadershipListener;
import dev.tributary.api.LossReason;
import dev.tributary.api.NodeId;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * Whether this node leads, and how often that changed. It counts in each registry that it is bound
 * to, from then on; bind it once to each, and give it to the elector as a listener.
 */
public final class LeadershipMeters implements LeadershipListener, MeterBinder {
  private final Tags tags;
  private final Supplier<Optional<Leadership>> current;
  private final List<MeterRegistry> registries = new CopyOnWriteArrayList<>();

  /**
   * @param current asked whenever the gauge is read: {@code LeaderElector::current}
   */
  public LeadershipMeters(
      NodeId node, ClusterName cluster, Supplier<Optional<Leadership>> current) {
    this.tags = Tags.of("node_id", node.value(), "cluster", cluster.value());
    this.current = Objects.requireNonNull(current, "current");
  }

  /**
   * What an elector counts itself, as further results of {@code leader.elections}. For electors
   * that count; nothing is asked before the meters are read.
   *
   * @param renewed how often the lease was renewed
   * @param failed how often an attempt at the lease came to nothing
   */
  public static MeterBinder attempts(LongSupplier renewed, LongSupplier failed) {
    return registry -> {
      count(registry, "renewed", renewed);
      count(registry, "failed", failed);
    };
  }

  private static void count(MeterRegistry registry, String result, LongSupplier soFar) {
    // A meter keeps what it asks only as long as others do: the registry is there all the time.
    FunctionCounter.builder("leader.elections", registry, any -> soFar.getAsLong())
        .tag("result", result)
        .register(registry);
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    registries.add(registry);
    // Two names for one thing: dashboards know either.
    for (String name : List.of("is.leader", "sync.container.is.leader")) {
      Gauge.builder(name, () -> current.get().isPresent() ? 1 : 0)
          .description("1 while this node leads")
          .tags(tags)
          .register(registry);
    }
  }

  @Override
  public void gained(Leadership leadership) {
    count("leader.elections", Tags.of("result", "acquired"));
  }

  @Override
  public void lost(Leadership leadership, LossReason reason) {
    count("leader.elections", Tags.of("result", "lost"));
    count("leadership.lost", Tags.of("reason", reason.name().toLowerCase(Locale.ROOT)));
  }

  private void count(String name, Tags of) {
    registries.forEach(registry -> Counter.builder(name).tags(of).register(registry).increment());
  }
}
