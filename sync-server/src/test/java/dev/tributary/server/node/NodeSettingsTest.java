package dev.tributary.server.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.api.ClusterName;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.NodeId;
import dev.tributary.core.internal.jdbc.DatabaseUrl;
import dev.tributary.server.connection.OpenWay;
import dev.tributary.server.database.Surroundings;
import dev.tributary.server.metrics.PoolMeters;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NodeSettingsTest {
  @Test
  void whatIsNotSetHasTheValuesThatItAlwaysHad() {
    NodeSettings settings = settings(Map.of());
    assertThat(settings.node().value()).isEqualTo("box");
    assertThat(settings.port()).isEqualTo(9443);
    assertThat(settings.lease()).isEqualTo(Duration.ofSeconds(60));
    assertThat(settings.heartbeat()).isEqualTo(Duration.ofSeconds(30));
    assertThat(settings.cacheTtl()).isEqualTo(Duration.ofMinutes(5));
    assertThat(settings.workers()).isEqualTo(4);
  }

  @Test
  void theRoleIsANameAndAPort() {
    NodeSettings settings = settings(Map.of("ROLE", "node-b", "HOST_NAME", "prod-host-1"));
    assertThat(settings.node().value()).isEqualTo("prod-host-1-node-b");
    assertThat(settings.port()).isEqualTo(9444);
    assertThat(settings(Map.of("ROLE", "primary")).port()).isEqualTo(9443);
    assertThat(settings(Map.of("ROLE", "node-b", "API_PORT", "8080")).port()).isEqualTo(8080);
    assertThat(settings(Map.of("NODE_NAME", "sync-node-a")).node().value())
        .isEqualTo("sync-node-a");
  }

  @ParameterizedTest
  @CsvSource({
    "ROLE, leader, 'node-a, node-b, primary, secondary'",
    "API_PORT, 70000, 'API_PORT ''70000'' is not allowed: a whole number from 0 to 65535'",
    "API_PORT, abc, 'API_PORT ''abc'''",
    "LEASE_DURATION, 4, 'from 5 to 3600'",
    "LEASE_DURATION, 60s, 'LEASE_DURATION ''60s'''",
    "HEARTBEAT_INTERVAL, 31, 'at most half of it'",
    "HEARTBEAT_INTERVAL, -1, 'HEARTBEAT_INTERVAL ''-1'''",
    "CACHE_TTL, 0, 'CACHE_TTL ''0'''",
    "MAX_SYNC_WORKERS, 1000, 'from 1 to 64'",
    "NODE_NAME, 'a b', 'node name ''a b'' is not allowed'"
  })
  void badValuesAreToldWithTheirName(String name, String value, String message) {
    assertThatThrownBy(() -> settings(Map.of(name, value)))
        .isInstanceOf(ConfigurationInvalid.class)
        .hasMessageContaining(message);
  }

  private static NodeSettings settings(Map<String, String> environment) {
    return NodeSettings.of(
        DatabaseUrl.parse("postgresql://sync@db/app"),
        new ClusterName("prod"),
        Path.of("/var/lib/tributary"),
        new Surroundings(environment, Path.of("/root"), "box", 7));
  }

  @Test
  void anAddressOfTheSixthVersionIsWrittenAsInALink() {
    assertThat(settings(Map.of("API_ADDRESS", "::1")).api().reachedAt("10.0.0.1", 9443))
        .isEqualTo("http://[::1]:9443");
    assertThat(settings(Map.of()).api().reachedAt("10.0.0.1", 9443))
        .isEqualTo("http://127.0.0.1:9443");
    Map<String, String> open = Map.of("TOKENS_FILE", "/etc/hosts");
    assertThat(settings(open).api().reachedAt("fe80::1%eth0", 9443))
        .isEqualTo("http://[fe80::1]:9443");
  }

  /** The address was chosen when it was deployed; the project's other ways stand by. */
  @Test
  void theWaysOfAProjectAreKnownWithTheUserOfTheAddress() {
    assertThat(settings(Map.of()).ways()).isEmpty();
    Map<String, String> project =
        Map.of("SUPABASE_PROJECT_REF", "abcdefgh", "SUPABASE_REGION", "eu-west-1");
    assertThat(settings(project).ways())
        .extracting(way -> way.url().user().orElseThrow())
        .containsExactly("sync", "sync.abcdefgh", "sync.abcdefgh");
  }

  @Test
  void anAddressMaySayHowLongAConnectionMayTake() {
    DatabaseUrl nowhere =
        DatabaseUrl.parse("postgresql://nobody@127.0.0.1:1/nowhere?loginTimeout=0.25");
    OpenWay way = OpenWay.of(nowhere, List.of());
    try (NodePool pool = NodePool.open(way, new NodeId("n"), 1, new PoolMeters())) {
      long began = System.nanoTime();
      assertThatThrownBy(() -> pool.connections().connect()).isInstanceOf(SQLException.class);
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    }
  }
}
