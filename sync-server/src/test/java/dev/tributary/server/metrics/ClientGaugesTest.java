package dev.tributary.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.server.database.FigureRows;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ClientGaugesTest {
  private static final FigureRows.Client ACME = new FigureRows.Client("acme", true, 100, 3, 0);
  private static final FigureRows.Client NEW = new FigureRows.Client("new", false, 0, 9, 2);

  private final AtomicLong nanos = new AtomicLong();
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final ClientGauges gauges = new ClientGauges(nanos::get);

  @BeforeEach
  void bind() {
    gauges.bindTo(registry);
  }

  @Test
  void eachClientHasTheNumbersOfTheLastLook() {
    gauges.show(List.of(ACME, NEW));
    assertThat(shown())
        .containsExactlyInAnyOrder(
            "sync.lag.seconds acme 3.0",
            "last.successful.sync.timestamp acme 100.0",
            "conflicts.unresolved acme 0.0",
            "conflicts.unresolved new 2.0");
    gauges.show(
        List.of(
            new FigureRows.Client("new", true, 205, 1, 1),
            new FigureRows.Client("acme", false, 200, 6, 7)));
    assertThat(shown())
        .containsExactlyInAnyOrder(
            "sync.lag.seconds new 1.0",
            "last.successful.sync.timestamp acme 200.0",
            "last.successful.sync.timestamp new 205.0",
            "conflicts.unresolved acme 7.0",
            "conflicts.unresolved new 1.0");
  }

  @Test
  void aClientThatIsGoneIsNotShown() {
    gauges.show(List.of(ACME, NEW));
    gauges.show(List.of(NEW));
    assertThat(shown()).containsExactly("conflicts.unresolved new 2.0");
  }

  /** As while the database is away, and no look succeeds. */
  @Test
  void aLagGrowsOnBetweenLooks() {
    gauges.show(List.of(ACME));
    nanos.addAndGet(2_500_000_000L);
    assertThat(shown()).contains("sync.lag.seconds acme 5.5");
  }

  /** Three for each of hundreds of clients, every five seconds, would cost an idle node CPU. */
  @Test
  void theSameClientsAreRegisteredOnce() {
    AtomicInteger changes = new AtomicInteger();
    registry.config().onMeterAdded(meter -> changes.incrementAndGet());
    registry.config().onMeterRemoved(meter -> changes.incrementAndGet());
    gauges.show(List.of(ACME, NEW));
    assertThat(changes).hasValue(4);
    gauges.show(List.of(NEW, new FigureRows.Client("acme", true, 101, 0, 5)));
    assertThat(changes).hasValue(4);
    assertThat(shown()).contains("conflicts.unresolved acme 5.0");
  }

  @Test
  void aRegistryThatComesLaterShowsThemFromTheNextLook() {
    gauges.show(List.of(ACME));
    SimpleMeterRegistry late = new SimpleMeterRegistry();
    gauges.bindTo(late);
    gauges.show(List.of(ACME));
    assertThat(late.getMeters()).hasSize(3);
    assertThat(shown()).hasSize(3);
  }

  private Set<String> shown() {
    return registry.getMeters().stream().map(ClientGaugesTest::text).collect(Collectors.toSet());
  }

  private static String text(Meter meter) {
    return meter.getId().getName()
        + " "
        + meter.getId().getTag("client")
        + " "
        + meter.measure().iterator().next().getValue();
  }
}
