package dev.tributary.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.api.Json;
import dev.tributary.api.LeaderElector;
import dev.tributary.api.Leadership;
import dev.tributary.api.LeadershipLost;
import dev.tributary.api.NodeId;
import dev.tributary.api.StateStore;
import dev.tributary.api.StateWrite;
import dev.tributary.core.CachingStateStore;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class StateFenceTest {
  private static StateDatabase database;
  private static CachedStores stores;

  @BeforeAll
  static void install() {
    database = StateDatabase.create();
    database.register(StateDatabase.CLUSTER, "acme");
    stores = database.emptyStores().caching();
  }

  @AfterAll
  static void close() {
    stores.close();
    database.close();
  }

  @Test
  void deposedLeaderWritesNothing() throws InterruptedException {
    CachingStateStore store = stores.cached();
    try (LeaderElector elector = elector("a")) {
      Leadership term = elector.await(Duration.ofSeconds(5));
      StateStore fenced = store.fencedBy(term);
      assertThat(fenced.write(put("k", "1")).orElseThrow().version()).isEqualTo(1);
      assertThat(store.get("k").orElseThrow().value().text()).isEqualTo("1");
      assertThat(fenced.write(put("deployment.acme", "{\"sync_interval\": 60}"))).isPresent();

      database.execute(
          "UPDATE sync_metadata.leader_election SET term = term + 1, holder = gen_random_uuid()");
      assertThat(term.isValid()).as("it does not know yet").isTrue();
      assertThatThrownBy(() -> fenced.write(put("k", "2"))).isInstanceOf(LeadershipLost.class);
      assertThatThrownBy(() -> fenced.write(put("deployment.acme", "{\"sync_interval\": 61}")))
          .isInstanceOf(LeadershipLost.class);
    }
    assertThat(stores.node().get("k").orElseThrow().value().text()).isEqualTo("1");
    assertThat(stores.node().get("deployment.acme").orElseThrow().value().text()).contains(": 60,");
    assertThat(store.get("k").orElseThrow().value().text()).isEqualTo("1");
  }

  private static LeaderElector elector(String node) {
    return LeaderElector.single(
        new NodeId(node),
        StateDatabase.CLUSTER,
        database.connections(StateDatabase.CLUSTER),
        Duration.ofSeconds(30));
  }

  private static StateWrite put(String key, String json) {
    return StateWrite.put(key, new Json(json), "leader");
  }
}
