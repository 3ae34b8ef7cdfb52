package dev.tributary.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.tributary.api.Json;
import dev.tributary.api.NodeId;
import dev.tributary.api.StateWrite;
import dev.tributary.core.CachingStateStore;
import dev.tributary.core.FeedMode;
import dev.tributary.core.PostgresStateStore;
import dev.tributary.test.state.Heard;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Behind a transaction pooler LISTEN succeeds and nothing arrives: polling alone. */
@Tag("machine")
final class StateThroughPoolerTest {
  @TempDir private Path folder;

  @Test
  void changesAreSeenByPolling() throws Exception {
    try (StateDatabase database = StateDatabase.create();
        PgBouncer pooler =
            PgBouncer.before(
                database.database(),
                database.role(StateDatabase.CLUSTER),
                StateDatabase.password(),
                folder)) {
      database.register(StateDatabase.CLUSTER, "acme");
      await()
          .atMost(Duration.ofSeconds(10))
          .ignoreExceptions()
          .until(() -> StateDatabase.query(pooler.connections(), "SELECT 1").size() == 1);
      try (PostgresStateStore writer = node("a", pooler);
          PostgresStateStore store = node("b", pooler);
          CachingStateStore reader = CachingStateStore.over(store)) {
        Heard heard = new Heard();
        reader.watch("", heard);
        assertThat(reader.get("k")).isEmpty();
        for (int i = 1; i <= 3; i++) {
          String value = "" + i;
          writer.write(StateWrite.put("k", new Json(value), "test")).orElseThrow();
          await()
              .atMost(Duration.ofSeconds(4))
              .untilAsserted(
                  () ->
                      assertThat(reader.get("k").map(entry -> entry.value().text()))
                          .contains(value));
          assertThat(store.mode()).isEqualTo(FeedMode.POLL);
        }
        assertThat(heard.lines()).endsWith("k=3@3");
        writer
            .write(StateWrite.put("deployment.acme", new Json("{\"sync_interval\": 60}"), "test"))
            .orElseThrow();
        await()
            .atMost(Duration.ofSeconds(4))
            .untilAsserted(() -> assertThat(heard.last()).containsKey("deployment.acme"));
      }
    }
  }

  private static PostgresStateStore node(String name, PgBouncer pooler) {
    return PostgresStateStore.builder()
        .connections(pooler.connections())
        .cluster(StateDatabase.CLUSTER)
        .node(new NodeId(name))
        .open();
  }
}
