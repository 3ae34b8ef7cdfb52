package dev.tributary.server.metrics;

import dev.tributary.server.database.FigureRows;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/**
 * How each client stands, as the database knows it: the same on the node that leads and on all
 * others, so that nothing is missing or old after a takeover. While the database is away, a lag
 * grows on, since nothing can be synced; the others stay as they were.
 */
final class ClientGauges implements MeterBinder {
  private static final double NANOS = 1e9;

  private final LongSupplier nanoTime;
  private final List<Kind> kinds = new CopyOnWriteArrayList<>();

  // Written only by the thread that calls show()
  private volatile Look last = new Look(0, Map.of());

  ClientGauges(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  private record Look(long nanos, Map<String, FigureRows.Client> clients) {}

  @Override
  public void bindTo(MeterRegistry registry) {
    add(
        MultiGauge.builder("sync.lag.seconds")
            .description("since the mirror of a client was last known to be right")
            .register(registry),
        FigureRows.Client::syncEnabled,
        this::lag);
    add(
        MultiGauge.builder("last.successful.sync.timestamp")
            .description("when the mirror of a client was last known to be right")
            .register(registry),
        client -> client.syncedAt() > 0,
        FigureRows.Client::syncedAt);
    add(
        MultiGauge.builder("conflicts.unresolved")
            .description("conflicts of a client that wait for a person")
            .register(registry),
        client -> true,
        FigureRows.Client::unresolved);
  }

  private void add(
      MultiGauge gauge,
      Predicate<FigureRows.Client> shown,
      ToDoubleFunction<FigureRows.Client> value) {
    kinds.add(new Kind(gauge, shown, name -> value(name, value)));
  }

  private double lag(FigureRows.Client client) {
    return client.lagSeconds() + (nanoTime.getAsLong() - last.nanos()) / NANOS;
  }

  private double value(String name, ToDoubleFunction<FigureRows.Client> value) {
    FigureRows.Client client = last.clients().get(name);
    return client == null ? Double.NaN : value.applyAsDouble(client);
  }

  /** One thread at a time. */
  void show(List<FigureRows.Client> clients) {
    last =
        new Look(
            nanoTime.getAsLong(),
            clients.stream()
                .collect(Collectors.toMap(FigureRows.Client::name, Function.identity())));
    kinds.forEach(kind -> kind.show(clients));
  }

  /** A gauge for each client that it is shown for. */
  private static final class Kind {
    private final MultiGauge gauge;
    private final Predicate<FigureRows.Client> shown;
    private final ToDoubleFunction<String> value;

    private Set<String> names = Set.of();

    Kind(MultiGauge gauge, Predicate<FigureRows.Client> shown, ToDoubleFunction<String> value) {
      this.gauge = gauge;
      this.shown = shown;
      this.value = value;
    }

    /** Hundreds of clients, looked at every few seconds: only another set of them costs. */
    void show(List<FigureRows.Client> clients) {
      Set<String> now =
          clients.stream().filter(shown).map(FigureRows.Client::name).collect(Collectors.toSet());
      if (now.equals(names)) {
        return;
      }
      names = now;
      gauge.register(
          now.stream()
              .<MultiGauge.Row<?>>map(
                  name -> MultiGauge.Row.of(Tags.of("client", name), name, value))
              .toList());
    }
  }
}
