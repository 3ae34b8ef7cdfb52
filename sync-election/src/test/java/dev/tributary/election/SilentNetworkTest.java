package dev.tributary.election;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tributary.api.Leadership;
import dev.tributary.test.FaultProxy;
import dev.tributary.test.PostgresServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The leader's network falls silent: no packet, no error, connections that look alive. */
final class SilentNetworkTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @Test
  void anotherLeadsWithinSixSecondsAndNeverBothBelieve() throws Exception {
    assertThat(round()).isBetween(3500L, 6000L);
  }

  @Test
  @Tag("long")
  void thirtyTimes() throws Exception {
    List<Long> millis = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      millis.add(round());
    }
    millis.sort(null);
    System.out.printf(
        "takeover after a silent network: median %d ms, max %d ms, n=%d%n",
        millis.get(15), millis.get(29), millis.size());
    assertThat(millis.get(29)).isLessThanOrEqualTo(6000);
  }

  private static long round() throws Exception {
    try (TestLeases leases = new TestLeases(PostgresServer.shared());
        FaultProxy proxy = FaultProxy.to(PostgresServer.shared().port());
        PostgresLeaderElector first =
            leases.node("cut").connections(leases.through(proxy.port())).start()) {
      Leadership before = first.await(SOON);
      Waiting.until(SOON, () -> beaconOf(first) == Held.Beacon.HELD);
      try (PostgresLeaderElector second = leases.node("other").start()) {
        Waiting.until(SOON, () -> second.state().watch().beacon() == Watch.Sight.HELD);
        long cut = System.nanoTime();
        proxy.fallSilent();
        Leadership after = second.await(SOON);
        long led = System.nanoTime();
        assertThat(before.isValid()).isFalse();
        assertThat(first.current()).isEmpty();
        assertThat(after.token().term()).isEqualTo(before.token().term() + 1);
        proxy.pass();
        Waiting.until(SOON, () -> first.state().watch().seen().term() == after.token().term());
        assertThat(first.current()).isEmpty();
        assertThat(after.isValid()).isTrue();
        return (led - cut) / 1_000_000;
      }
    }
  }

  private static Held.Beacon beaconOf(PostgresLeaderElector elector) {
    return elector.state().held().map(Held::beacon).orElse(Held.Beacon.NEVER_HELD);
  }
}
