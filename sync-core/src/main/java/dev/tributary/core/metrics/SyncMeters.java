package dev.tributary.core.metrics;

import dev.tributary.api.ClientName;
import dev.tributary.api.ConflictsSeen;
import dev.tributary.api.Leadership;
import dev.tributary.api.LeadershipListener;
import dev.tributary.api.LossReason;
import dev.tributary.api.SyncFailure;
import dev.tributary.api.SyncListener;
import dev.tributary.api.SyncReport;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Counts runs and conflicts, under the names that dashboards know; Prometheus shows {@code
 * conflicts.detected} as {@code conflicts_detected_total}. Any number of engines may share one.
 *
 * <p>Given to an elector as a listener, it takes its gauges away while another node leads: their
 * values would be old, and a sum over all nodes wrong. Counters stay.
 *
 * <p>It counts in each registry that it is bound to, from then on; bind it once to each.
 */
public final class SyncMeters implements SyncListener, LeadershipListener, MeterBinder {
  private final InstantSource clock;
  private final Gauges gauges;
  private final List<MetersOfRegistry> registries = new CopyOnWriteArrayList<>();
  private final List<RunMeters> runs = new CopyOnWriteArrayList<>();
  private final List<ConflictMeters> conflicts = new CopyOnWriteArrayList<>();

  public SyncMeters(InstantSource clock) {
    this(clock, Gauges.WHILE_LEADING);
  }

  private SyncMeters(InstantSource clock, Gauges gauges) {
    this.clock = Objects.requireNonNull(clock, "clock");
    this.gauges = gauges;
  }

  /** For whoever shows the gauges by himself, from the database: the same on all nodes. */
  public static SyncMeters withoutGauges(InstantSource clock) {
    return new SyncMeters(clock, Gauges.NEVER);
  }

  private enum Gauges {
    WHILE_LEADING,
    NEVER
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    MetersOfRegistry meters = new MetersOfRegistry(registry);
    if (gauges == Gauges.NEVER) {
      meters.hide();
    }
    registries.add(meters);
    runs.add(new RunMeters(meters, clock));
    conflicts.add(new ConflictMeters(meters));
  }

  @Override
  public void gained(Leadership leadership) {
    if (gauges == Gauges.WHILE_LEADING) {
      registries.forEach(MetersOfRegistry::show);
    }
  }

  @Override
  public void lost(Leadership leadership, LossReason reason) {
    registries.forEach(MetersOfRegistry::hide);
  }

  @Override
  public void finished(SyncReport report) {
    runs.forEach(meters -> meters.finished(report));
  }

  @Override
  public void failed(SyncFailure failure) {
    runs.forEach(meters -> meters.failed(failure));
  }

  @Override
  public void unchanged(Set<ClientName> clients) {
    runs.forEach(meters -> clients.forEach(meters::unchanged));
  }

  @Override
  public void conflicts(ConflictsSeen seen) {
    conflicts.forEach(meters -> meters.seen(seen));
  }
}
