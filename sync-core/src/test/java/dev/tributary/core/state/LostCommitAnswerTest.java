package dev.tributary.core.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tributary.api.ConnectionSource;
import dev.tributary.api.Json;
import dev.tributary.api.NodeId;
import dev.tributary.api.StateStore;
import dev.tributary.api.StateWrite;
import dev.tributary.api.TargetUnavailable;
import dev.tributary.core.PostgresStateStore;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The network goes away around a commit. */
final class LostCommitAnswerTest {
  private static StateDatabase database;

  private enum Break {
    BEFORE,
    AFTER
  }

  @BeforeAll
  static void install() {
    database = StateDatabase.create();
  }

  @AfterAll
  static void drop() {
    database.close();
  }

  @Test
  void commitThatHappenedIsAcknowledged() {
    StateStore store = torn(Break.AFTER);
    assertThat(put(store, "after").orElseThrow().version()).isEqualTo(1);
    assertThat(store.get("after")).isPresent();
  }

  @Test
  void commitThatDidNotHappenIsAFailure() {
    StateStore store = torn(Break.BEFORE);
    assertThatThrownBy(() -> put(store, "before"))
        .isInstanceOf(TargetUnavailable.class)
        .hasMessageContaining("nothing was written");
    assertThat(store.get("before")).isEmpty();
    assertThat(put(store, "before")).isPresent();
  }

  private static java.util.Optional<dev.tributary.api.StateEntry> put(
      StateStore store, String key) {
    return store.write(StateWrite.put(key, new Json("1"), "test"));
  }

  /** The first commit breaks. */
  private static StateStore torn(Break how) {
    ConnectionSource real = database.connections(StateDatabase.CLUSTER);
    AtomicInteger left = new AtomicInteger(1);
    return PostgresStateStore.builder()
        .connections(() -> torn(real.connect(), how, left))
        .cluster(StateDatabase.CLUSTER)
        .node(new NodeId("torn"))
        .open();
  }

  private static Connection torn(Connection real, Break how, AtomicInteger left) {
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (self, method, arguments) -> {
              boolean breaks = method.getName().equals("commit") && left.getAndDecrement() == 1;
              if (breaks && how == Break.AFTER) {
                real.commit();
              }
              if (breaks) {
                real.abort(Runnable::run);
                throw new SQLException("the network is away", "08006");
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }
}
