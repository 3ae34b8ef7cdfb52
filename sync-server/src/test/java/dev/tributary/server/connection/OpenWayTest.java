package dev.tributary.server.connection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.tributary.core.internal.jdbc.DatabaseUrl;
import dev.tributary.test.FaultProxy;
import dev.tributary.test.PostgresServer;
import dev.tributary.test.TestDatabase;
import java.io.IOException;
import java.net.ServerSocket;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Ways that close and open again under a node, with real sockets and a real database. */
final class OpenWayTest {
  private final AtomicLong now = new AtomicLong(1_000);
  private final TestDatabase database = PostgresServer.shared().newDatabase();
  private final String user = "sync_" + database.name();
  private FaultProxy direct;
  private FaultProxy pooler;
  private OpenWay way;

  @BeforeEach
  void open() throws IOException, SQLException {
    direct = FaultProxy.to(PostgresServer.shared().port());
    pooler = FaultProxy.to(PostgresServer.shared().port());
    for (String name : List.of(user, user + ".project")) {
      execute("CREATE ROLE \"" + name + "\" LOGIN PASSWORD 'secret'");
    }
    way = way(direct.port());
  }

  @AfterEach
  void close() throws IOException, SQLException {
    direct.close();
    pooler.close();
    for (String name : List.of(user, user + ".project")) {
      execute("DROP ROLE \"" + name + "\"");
    }
    database.close();
  }

  private OpenWay way(int directPort) {
    DatabaseUrl first = url(directPort, user).withPassword("secret").with("connectTimeout", "2");
    return new OpenWay(
        first,
        List.of(
            at(Route.DIRECT, directPort, user),
            at(Route.SESSION_POOLER, pooler.port(), user + ".project")),
        new ConnectionSelector(Probe.overSockets(Duration.ofSeconds(2))),
        Runnable::run,
        now::get);
  }

  @Test
  void anotherWayIsUsedWhereTheFirstStaysClosed() throws IOException, SQLException {
    assertThat(connectedAs()).isEqualTo(user);
    shut(direct);
    fails(3);
    assertThat(way.problems()).as("a moment is no reason").isEmpty();
    pass(Duration.ofSeconds(11));
    fails(1);
    assertThat(way.problems())
        .singleElement()
        .asString()
        .contains("session pooler 127.0.0.1:" + pooler.port())
        .contains("direct 127.0.0.1:" + direct.port() + " is closed")
        .doesNotContain("secret");
    assertThat(connectedAs()).isEqualTo(user + ".project");
    assertThat(way.url().properties())
        .containsEntry("connectTimeout", "2")
        .containsEntry("sslmode", "disable");
  }

  @Test
  void theBetterWayIsTakenAgainWhenItIsOpen() throws IOException, SQLException {
    int port = freePort();
    way = way(port);
    fails(3);
    pass(Duration.ofSeconds(11));
    fails(1);
    assertThat(connectedAs()).isEqualTo(user + ".project");
    shut(direct);
    try (Gate gate = Gate.at(port)) {
      pass(Duration.ofMinutes(4));
      assertThat(connectedAs()).isEqualTo(user + ".project");
      assertThat(way.problems()).hasSize(1);
      pass(Duration.ofMinutes(2));
      assertThat(connectedAs()).as("the one that looks").isEqualTo(user + ".project");
      assertThat(way.problems()).isEmpty();
      assertThat(way.url().jdbcUrl()).contains(":" + port + "/");
      assertThat(gate.socket.isClosed()).isFalse();
    }
  }

  @Test
  void whereNoWayIsOpenNothingChanges() throws IOException {
    shut(direct);
    shut(pooler);
    fails(3);
    pass(Duration.ofSeconds(11));
    fails(3);
    assertThat(way.problems()).isEmpty();
    assertThat(way.url().user()).hasValue(user);
  }

  @Test
  void aWrongPasswordIsNoReasonForAnotherWay() {
    OpenWay wrong =
        new OpenWay(
            url(direct.port(), user).withPassword("wrong"),
            List.of(
                at(Route.DIRECT, direct.port(), user),
                at(Route.SESSION_POOLER, pooler.port(), user)),
            new ConnectionSelector(found -> new Finding(found, Finding.Outcome.REFUSED, "")),
            look -> {
              throw new AssertionError("looked for another way");
            },
            now::get);
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> wrong.connections(UnaryOperator.identity()).connect())
          .isInstanceOf(SQLException.class);
      pass(Duration.ofSeconds(11));
    }
    assertThat(wrong.url().jdbcUrl()).contains(":" + direct.port() + "/");
  }

  @Test
  void anAddressThatIsNoneOfTheWaysIsTheOnlyOne() {
    OpenWay only =
        new OpenWay(
            url(1, user),
            List.of(at(Route.DIRECT, direct.port(), user)),
            ConnectionSelector.overSockets(),
            Runnable::run,
            now::get);
    for (int i = 0; i < 5; i++) {
      assertThatThrownBy(() -> only.connections(UnaryOperator.identity()).connect())
          .isInstanceOf(SQLException.class);
      pass(Duration.ofSeconds(11));
    }
    assertThat(only.url().jdbcUrl()).contains(":1/");
  }

  /** A connection that comes while it closes may still be served. */
  private static void shut(FaultProxy proxy) throws IOException {
    proxy.close();
    Way closed = Way.of(DatabaseUrl.parse("postgresql://127.0.0.1:" + proxy.port() + "/x")).get(0);
    await().until(() -> !Probe.overSockets(Duration.ofSeconds(2)).tryOut(closed).isOpen());
  }

  private void pass(Duration time) {
    now.addAndGet(time.toNanos());
  }

  private void fails(int times) {
    for (int i = 0; i < times; i++) {
      assertThatThrownBy(() -> way.connections(UnaryOperator.identity()).connect())
          .isInstanceOf(SQLException.class);
    }
  }

  private String connectedAs() throws SQLException {
    try (Connection connection = way.connections(UnaryOperator.identity()).connect();
        ResultSet row = connection.createStatement().executeQuery("SELECT session_user")) {
      row.next();
      return row.getString(1);
    }
  }

  private Way at(Route route, int port, String name) {
    return new Way(route, "127.0.0.1", port, url(port, name));
  }

  private DatabaseUrl url(int port, String name) {
    return DatabaseUrl.parse(
            "postgresql://127.0.0.1:%d/%s?sslmode=disable".formatted(port, database.name()))
        .withUser(name);
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = database.connect()) {
      connection.createStatement().execute(sql);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /** Somebody listens there: that is what is looked for. */
  private record Gate(ServerSocket socket) implements AutoCloseable {
    static Gate at(int port) throws IOException {
      return new Gate(new ServerSocket(port));
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
