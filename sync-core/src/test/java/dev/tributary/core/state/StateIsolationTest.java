package dev.tributary.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.api.ClusterName;
import dev.tributary.api.ConfigurationInvalid;
import dev.tributary.api.Json;
import dev.tributary.api.NodeId;
import dev.tributary.api.StateEntry;
import dev.tributary.api.StateStore;
import dev.tributary.api.StateWrite;
import dev.tributary.api.UnknownClient;
import dev.tributary.core.PostgresStateStore;
import dev.tributary.test.state.Heard;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/** Two clusters, two real roles: neither sees or touches the other's state. */
final class StateIsolationTest {
  private static StateDatabase database;
  private static PostgresStateStore mine;
  private static PostgresStateStore theirs;

  @BeforeAll
  static void install() {
    database = StateDatabase.create();
    database.register(StateDatabase.CLUSTER, "acme");
    database.register(StateDatabase.OTHER, "globex");
    mine = open(StateDatabase.CLUSTER, StateDatabase.CLUSTER);
    theirs = open(StateDatabase.OTHER, StateDatabase.OTHER);
  }

  private static PostgresStateStore open(ClusterName role, ClusterName cluster) {
    return PostgresStateStore.builder()
        .connections(database.connections(role))
        .cluster(cluster)
        .node(new NodeId("n-" + role))
        .open();
  }

  @AfterAll
  static void close() {
    mine.close();
    theirs.close();
    database.close();
  }

  @Test
  void oneKeyIsTwoEntries() {
    Heard heard = new Heard();
    theirs.watch("k", heard);
    put(mine, "k", "\"of mine\"");
    assertThat(theirs.get("k")).isEmpty();
    put(theirs, "k", "\"of theirs\"");
    assertThat(mine.get("k").orElseThrow().value().text()).isEqualTo("\"of mine\"");
    assertThat(theirs.get("k").orElseThrow().version()).isEqualTo(1);
    Awaitility.await().untilAsserted(() -> assertThat(heard.lines()).hasSize(1));
    assertThat(heard.lines()).containsExactly("k=\"of theirs\"@1");
  }

  @Test
  void schedulesOfOthersAreUnknown() {
    assertThat(mine.list("deployment."))
        .extracting(StateEntry::key)
        .containsExactly("deployment.acme");
    assertThat(mine.get("deployment.globex")).isEmpty();
    assertThatThrownBy(() -> put(mine, "deployment.globex", "{\"sync_interval\": 1}"))
        .isInstanceOf(UnknownClient.class);
    assertThat(
            database.query(
                "SELECT count(*) FROM sync_metadata.client_deployments WHERE sync_interval = 1"))
        .containsExactly("0");
  }

  @Test
  void nameOfAnotherClusterOpensNothing() {
    put(theirs, "secret", "1");
    try (PostgresStateStore intruder = open(StateDatabase.CLUSTER, StateDatabase.OTHER)) {
      assertThat(intruder.get("secret")).isEmpty();
      assertThat(intruder.list("")).isEmpty();
      assertThatThrownBy(() -> put(intruder, "secret", "2"))
          .isInstanceOf(ConfigurationInvalid.class);
      assertThatThrownBy(() -> put(intruder, "new", "2")).isInstanceOf(ConfigurationInvalid.class);
      assertThat(intruder.write(StateWrite.delete("secret", "intruder"))).isEmpty();
      assertThatThrownBy(() -> put(intruder, "deployment.globex", "{}"))
          .isInstanceOf(UnknownClient.class);
    }
    assertThat(theirs.get("secret").orElseThrow().value().text()).isEqualTo("1");
    assertThat(theirs.get("new")).isEmpty();
  }

  @Test
  void listeningToOthersTellsNoKey() throws SQLException {
    try (Connection spy = database.connections(StateDatabase.CLUSTER).connect();
        Statement statement = spy.createStatement()) {
      statement.execute("LISTEN sync_state_" + md5(StateDatabase.OTHER.value()));
      put(theirs, "name-of-a-secret", "1");
      PGNotification[] heard =
          spy.unwrap(PGConnection.class).getNotifications((int) Duration.ofSeconds(5).toMillis());
      assertThat(heard).isNotEmpty();
      assertThat(heard[0].getParameter()).matches("[0-9a-f]{32} \\d+");
    }
  }

  private static String md5(String text) {
    return database.query("SELECT md5('" + text + "')").get(0);
  }

  private static void put(StateStore store, String key, String json) {
    store.write(StateWrite.put(key, new Json(json), "test"));
  }
}
