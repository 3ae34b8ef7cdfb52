package dev.tributary.core.metrics;

import dev.tributary.api.ConflictCount;
import dev.tributary.api.ConflictsSeen;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;

/** What conflicts there were and who decided them, in one registry. */
final class ConflictMeters {
  private final MetersOfRegistry meters;

  ConflictMeters(MetersOfRegistry meters) {
    this.meters = meters;
  }

  void seen(ConflictsSeen seen) {
    Tags client = Tags.of("client", seen.client().value());
    for (ConflictCount group : seen.counts()) {
      seen(group, client);
    }
    meters.set("conflicts.unresolved", client, seen.open());
    if (seen.areMany() && !seen.counts().isEmpty()) {
      meters.count("conflicts.alerts", client, 1);
    }
  }

  private void seen(ConflictCount group, Tags client) {
    String strategy = group.strategy().word();
    Tags table = client.and("table", group.table());
    String type = group.kind().name().toLowerCase(Locale.ROOT);
    meters.count("conflicts.detected", table.and("type", type), group.rows());
    meters.count("conflicts.notifications", table, group.notified());
    if (group.decided() != ConflictCount.Decided.NOT_YET) {
      meters.count("conflicts.resolved", client.and("strategy", strategy), group.rows());
    }
    Timer.builder("conflict.resolution.duration")
        .description("how long decisions take")
        .tags("strategy", strategy)
        .register(meters.registry())
        .record(group.took());
  }
}
