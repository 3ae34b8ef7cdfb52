package dev.tributary.server.metrics;

import dev.tributary.server.database.FigureRows;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * How each client stands, as the database knows it: the same on the node that leads and on all
 * others, so that nothing is missing or old after a takeover. While the database is away, a lag
 * grows on, since nothing can be synced; the others stay as they were.
 */
final class ClientGauges implements MeterBinder {
  private static final double NANOS = 1e9;

  private final LongSupplier nanoTime;
  private final List<MultiGauge> lags = new CopyOnWriteArrayList<>();
  private final List<MultiGauge> times = new CopyOnWriteArrayList<>();
  private final List<MultiGauge> conflicts = new CopyOnWriteArrayList<>();

  ClientGauges(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    lags.add(
        MultiGauge.builder("sync.lag.seconds")
            .description("since the mirror of a client was last known to be right")
            .register(registry));
    times.add(
        MultiGauge.builder("last.successful.sync.timestamp")
            .description("when the mirror of a client was last known to be right")
            .register(registry));
    conflicts.add(
        MultiGauge.builder("conflicts.unresolved")
            .description("conflicts of a client that wait for a person")
            .register(registry));
  }

  void show(List<FigureRows.Client> clients) {
    long read = nanoTime.getAsLong();
    set(
        lags,
        clients,
        FigureRows.Client::syncEnabled,
        client -> client.lagSeconds() + (nanoTime.getAsLong() - read) / NANOS);
    set(times, clients, client -> client.syncedAt() > 0, FigureRows.Client::syncedAt);
    set(conflicts, clients, client -> true, FigureRows.Client::unresolved);
  }

  private static void set(
      List<MultiGauge> gauges,
      List<FigureRows.Client> clients,
      Predicate<FigureRows.Client> shown,
      ToDoubleFunction<FigureRows.Client> value) {
    List<MultiGauge.Row<?>> rows =
        clients.stream()
            .filter(shown)
            .<MultiGauge.Row<?>>map(
                client -> MultiGauge.Row.of(Tags.of("client", client.name()), client, value))
            .toList();
    gauges.forEach(gauge -> gauge.register(rows, true));
  }
}
