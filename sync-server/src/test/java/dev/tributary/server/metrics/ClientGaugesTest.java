package dev.tributary.server.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.server.database.FigureRows;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is shown of clients, and what becomes of it. */
final class ClientGaugesTest {
  private final AtomicLong nanoTime = new AtomicLong(5);
  private final MeterRegistry registry = new SimpleMeterRegistry();
  private final ClientGauges gauges = new ClientGauges(nanoTime::get);

  @BeforeEach
  void bind() {
    gauges.bindTo(registry);
  }

  private double shown(String name, String client) {
    return registry.get(name).tag("client", client).gauge().value();
  }

  @Test
  void aLagGrowsOnWhileTheDatabaseCannotBeAskedAndTheOthersStay() {
    gauges.show(List.of(new FigureRows.Client("acme", true, 1_700, 40, 2)));
    nanoTime.addAndGet(120_000_000_000L);
    assertThat(shown("sync.lag.seconds", "acme")).isEqualTo(160);
    assertThat(shown("last.successful.sync.timestamp", "acme")).isEqualTo(1_700);
    assertThat(shown("conflicts.unresolved", "acme")).isEqualTo(2);
    gauges.show(List.of(new FigureRows.Client("acme", true, 1_850, 3, 0)));
    assertThat(shown("sync.lag.seconds", "acme")).isEqualTo(3);
    assertThat(shown("conflicts.unresolved", "acme")).isZero();
  }

  @Test
  void aClientThatIsNotSyncedHasNoLagAndOneThatIsGoneNothing() {
    gauges.show(
        List.of(
            new FigureRows.Client("paused", false, 1_700, 40, 1),
            new FigureRows.Client("new", true, 0, 7, 0)));
    assertThat(registry.find("sync.lag.seconds").tag("client", "paused").gauge()).isNull();
    assertThat(shown("conflicts.unresolved", "paused")).isEqualTo(1);
    assertThat(shown("sync.lag.seconds", "new")).isEqualTo(7);
    assertThat(registry.find("last.successful.sync.timestamp").tag("client", "new").gauge())
        .isNull();
    gauges.show(List.of());
    assertThat(registry.getMeters()).isEmpty();
  }
}
